namespace Mlp.Training.Chunks;

/// <summary>How many events of each file go into each chunk: as large a share of the chunk as the file has of all events.</summary>
internal sealed class ChunkPlan
{
    private readonly long[] _events;
    private readonly long[] _shares;
    private readonly long _chunkSize;

    /// <param name="events">How many events each file has.</param>
    /// <param name="wanted">How many are used over all files; -1 for all.</param>
    /// <param name="chunkSize">How many a chunk has; -1 for one chunk of all.</param>
    public ChunkPlan(IReadOnlyList<long> events, long wanted, long chunkSize)
    {
        var total = events.Sum();
        _events = [.. wanted < 0 || wanted >= total ? events : events.Select(count => count == 0 ? 0 : Math.Min(count, Math.Max(1, Share(count, total, wanted))))];
        _chunkSize = chunkSize < 0 ? Math.Max(1, _events.Sum()) : chunkSize;
        var used = _events.Sum();
        _shares = [.. _events.Select(count => used == 0 ? 0 : Share(count, used, _chunkSize))];
    }

    /// <summary>How many events of each file are used.</summary>
    public IReadOnlyList<long> Events => _events;

    /// <summary>How many events the largest chunk has.</summary>
    public long LargestChunk => Math.Min(_chunkSize, _events.Sum());

    /// <summary>Of each chunk, how many events of each file. Files that end earlier leave later chunks to the others.</summary>
    public IEnumerable<long[]> Chunks()
    {
        var left = _events.ToArray();
        while (left.Sum() > 0)
        {
            var counts = Next(left);
            for (var i = 0; i < left.Length; i++)
            {
                left[i] -= counts[i];
            }

            yield return counts;
        }
    }

    private long[] Next(long[] left)
    {
        var counts = new long[left.Length];
        var room = _chunkSize;
        var isShort = false;
        for (var i = 0; i < left.Length; i++)
        {
            // The last file takes up the rounding. Where a file runs out, it and those behind it give what they have.
            var isLast = i == left.Length - 1;
            isShort |= !isLast && left[i] < _shares[i];
            counts[i] = Math.Min(Math.Min(left[i], room), isShort || isLast ? room : _shares[i]);
            room -= counts[i];
        }

        return counts.Sum() > 0 ? counts : Rest(left);
    }

    // Shares of files that are small beside the others round to nothing: their events come last.
    private long[] Rest(long[] left)
    {
        var room = _chunkSize;
        return [.. left.Select(count =>
        {
            var taken = Math.Min(count, room);
            room -= taken;
            return taken;
        })];
    }

    // To the nearest, and halves to the even one.
    private static long Share(long count, long total, long of) => (long)Math.Round((double)count / total * of, MidpointRounding.ToEven);
}
