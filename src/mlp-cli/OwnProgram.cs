namespace Mlp.Cli;

/// <summary>How this very program is started once more.</summary>
internal static class OwnProgram
{
    /// <summary>The installed tool itself, or dotnet and the assembly where that is how it runs.</summary>
    public static IReadOnlyList<string> Command { get; } = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "mlp.dll")]
        : [Environment.ProcessPath!];

    /// <summary>The program that serves models, which comes with the tool; null where it does not, as in a build that was not packed.</summary>
    public static DirectoryInfo? Serving => new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "serving")) is { Exists: true } folder ? folder : null;
}
