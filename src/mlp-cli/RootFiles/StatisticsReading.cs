using Mlp.Root;

namespace Mlp.Cli.RootFiles;

/// <summary>Reads branches from the first entry to the last, a step at a time.</summary>
internal sealed class StatisticsReading(RootTree tree, IReadOnlyList<RootBranch> branches)
{
    private long _done;

    /// <summary>How far the reading is.</summary>
    public string Progress => $"reading {tree.Path}: {100.0 * Interlocked.Read(ref _done) / Math.Max(1, tree.Entries):0} %";

    public async Task<IReadOnlyList<BranchStatistics>> Read(Ct ct)
    {
        List<BranchStatistics> statistics = [.. branches.Select(branch => new BranchStatistics(branch))];
        var readable = statistics.FindAll(each => each.Unreadable is null);
        if (readable.Count == 0)
        {
            return statistics;
        }

        await foreach (var step in tree.Read(readable.ConvertAll(each => each.Branch), ct: ct))
        {
            using (step)
            {
                Parallel.For(0, readable.Count, i => readable[i].Add(step.Columns[i]));
                Interlocked.Exchange(ref _done, step.First + step.Count);
            }
        }

        return statistics;
    }
}
