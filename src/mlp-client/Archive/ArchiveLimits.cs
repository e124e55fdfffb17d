namespace Mlp;

/// <summary>How much an archive may hold.</summary>
/// <param name="MaxEntries">Files and folders together.</param>
/// <param name="MaxTotalBytes">All files together.</param>
public sealed record ArchiveLimits(int MaxEntries = 65_536, long MaxTotalBytes = 1L << 40)
{
    /// <summary>65,536 entries and 1 TiB.</summary>
    public static ArchiveLimits Default { get; } = new();
}
