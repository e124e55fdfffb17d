namespace Mlp.Cli.Git;

/// <summary>What git said, and how it ended.</summary>
internal sealed record GitAnswer(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    public bool Complains(string of) => !Succeeded && Errors.Contains(of, StringComparison.Ordinal);
}
