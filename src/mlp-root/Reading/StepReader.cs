namespace Mlp.Root;

/// <summary>Makes steps, with all branches of a step on several threads.</summary>
internal sealed class StepReader(IReadOnlyList<RootBranch> branches, ReadOptions options) : IDisposable
{
    private readonly BranchReader[] _readers = [.. branches.Select(branch => new BranchReader(branch))];

    // The largest first, so that none is left when the others are done.
    private readonly int[] _order = [.. Enumerable.Range(0, branches.Count).OrderByDescending(i => branches[i].Bytes)];

    public async Task<TreeStep> Read(long first, long end, Ct ct)
    {
        await Fetch(first, end, ct);
        var columns = new BranchColumn?[_readers.Length];
        try
        {
            await ReadAll(columns, first, end, ct);
            return new(first, checked((int)(end - first)), columns!);
        }
        catch
        {
            Array.ForEach(columns, column => column?.Dispose());
            throw;
        }
    }

    public void Dispose() => Array.ForEach(_readers, reader => reader.Dispose());

    // From afar, all baskets of a step are asked for at once.
    private async Task Fetch(long first, long end, Ct ct)
    {
        foreach (var source in _readers.GroupBy(reader => reader.Source).Where(group => !group.Key.IsNear))
        {
            var missing = source.SelectMany(reader => reader.Request(first, end)).ToList();
            await source.Key.ReadManyAsync(missing, ct);
        }
    }

    private async Task ReadAll(BranchColumn?[] columns, long first, long end, Ct ct)
    {
        var next = -1;
        var workers = Math.Min(options.Threads, _readers.Length);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(Work, ct)));

        void Work()
        {
            for (var place = Interlocked.Increment(ref next); place < _order.Length; place = Interlocked.Increment(ref next))
            {
                var index = _order[place];
                columns[index] = ReadOne(_readers[index], first, end, ct);
            }
        }
    }

    private static BranchColumn ReadOne(BranchReader reader, long first, long end, Ct ct)
    {
        try
        {
#pragma warning disable CA2000 // the column owns it
            return new(reader.Branch, reader.Read(first, end, ct));
#pragma warning restore CA2000
        }
        catch (RootFormatException e)
        {
            return new(reader.Branch, e);
        }
    }
}
