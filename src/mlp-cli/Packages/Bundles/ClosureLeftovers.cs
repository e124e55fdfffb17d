namespace Mlp.Cli.Packages;

/// <summary>What of a published folder stays out of a bundle: what runs on one platform or belongs to one machine alone, and no model needs.</summary>
internal sealed class ClosureLeftovers(ModelClosure closure)
{
    private static readonly byte[][] ExecutableMarks =
    [
        [0x7f, (byte)'E', (byte)'L', (byte)'F'], [(byte)'M', (byte)'Z'], [0xcf, 0xfa, 0xed, 0xfe], [0xca, 0xfe, 0xba, 0xbe],
    ];

    /// <summary>Why it stays out, or null. Everything of this kind lies directly in the published folder.</summary>
    public string? Reason(FileSystemInfo item) => item switch
    {
        DirectoryInfo { Name: "publish" } when File.Exists(Path.Combine(item.FullName, closure.Assembly + ".dll")) => "an earlier publish",
        FileInfo { Name: "web.config" } => "settings of IIS",
        FileInfo when item.Name.EndsWith(".runtimeconfig.dev.json", StringComparison.Ordinal) => "paths of the machine that built it",
        FileInfo file when IsHost(file) => "a host executable for one platform",
        _ => null,
    };

    // The SDK names a host like the assembly that it starts.
    private static bool IsHost(FileInfo file)
    {
        var name = file.Name.EndsWith(".exe", StringComparison.Ordinal) ? file.Name[..^4] : file.Name;
        return File.Exists(Path.Combine(file.DirectoryName!, name + ".dll")) && IsExecutable(file);
    }

    private static bool IsExecutable(FileInfo file)
    {
        using var content = file.OpenRead();
        Span<byte> start = stackalloc byte[4];
        var read = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        foreach (var mark in ExecutableMarks)
        {
            if (start[..read].StartsWith(mark))
            {
                return true;
            }
        }

        return false;
    }
}
