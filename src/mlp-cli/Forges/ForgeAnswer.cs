namespace Mlp.Cli.Forges;

/// <summary>What became of something that a forge was told: it was done, nothing had to be done, or this run may not.</summary>
internal sealed record ForgeAnswer
{
    private ForgeAnswer()
    {
    }

    /// <summary>For people: what was done; null where it was not.</summary>
    public string? Done { get; private init; }

    /// <summary>For people: why it was not done, and what would change that.</summary>
    public string? NotDone { get; private init; }

    public static ForgeAnswer Of(string done) => new() { Done = done };

    public static ForgeAnswer Not(string reason) => new() { NotDone = reason };
}
