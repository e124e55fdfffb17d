namespace Mlp.Root;

/// <summary>Entries from the first up to the end, which is not among them.</summary>
/// <param name="First">The first entry.</param>
/// <param name="End">The entry behind the last; what lies behind the tree's last entry is left out.</param>
public readonly record struct EntryRange(long First, long End)
{
    /// <summary>All entries.</summary>
    public static EntryRange All { get; } = new(0, long.MaxValue);
}
