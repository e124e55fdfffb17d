namespace Mlp.Cli.Hooks;

/// <summary>Why a release did not come about.</summary>
internal sealed record ReleaseFailure(string Code, string Message, string? Remedy)
{
    // The registry, the feed or what stands before them cannot answer now, and may later.
    private static readonly string[] Passing = ["MLP2006", "MLP5002", "MLP5003", "MLP6001", "MLP6005", "MLP7421"];

    /// <summary>Whether the same release may succeed later, without anybody changing anything.</summary>
    public static bool MayPass(string code) => Passing.Contains(code);
}
