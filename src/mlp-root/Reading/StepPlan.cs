namespace Mlp.Root;

/// <summary>Cuts entries into steps, where possible at the ends of baskets.</summary>
internal sealed class StepPlan
{
    private readonly long _end;
    private readonly long _entries;
    private readonly long[] _common;

    public StepPlan(IReadOnlyList<RootBranch> branches, long end, ReadOptions options)
    {
        _end = end;
        var bytes = branches.Sum(branch => branch.Entries > 0 ? (double)branch.Bytes / branch.Entries : 0);
        _entries = (long)Math.Clamp(options.StepBytes / Math.Max(bytes, 1), 1, options.StepEntries);
        _common = CommonStarts(branches);
    }

    /// <summary>The end of the step that begins with an entry.</summary>
    public long EndOf(long first)
    {
        var most = Math.Min(_end, first + _entries);
        if (most == _end)
        {
            return most;
        }

        var found = Array.BinarySearch(_common, most);
        var before = found >= 0 ? found : ~found - 1;
        return before >= 0 && _common[before] > first ? _common[before] : most;
    }

    // Where baskets of all branches begin.
    private static long[] CommonStarts(IReadOnlyList<RootBranch> branches)
    {
        var indexes = branches.Select(branch => branch.Description.Baskets).Where(index => index.Count > 0).OrderBy(index => index.Count).ToList();
        if (indexes.Count == 0)
        {
            return [];
        }

        var fewest = indexes[0];
        return [.. Enumerable.Range(0, fewest.Count).Select(fewest.First).Where(start => indexes.TrueForAll(index => index.Begins(start)))];
    }
}
