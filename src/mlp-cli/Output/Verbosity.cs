namespace Mlp.Cli.Output;

/// <summary>How much of the story is told.</summary>
internal enum Verbosity
{
    Normal,
    Quiet,
    Verbose,
}
