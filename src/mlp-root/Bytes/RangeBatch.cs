namespace Mlp.Root;

/// <summary>Neighbours that are far from each other, for one request with several ranges.</summary>
internal sealed class RangeBatch
{
    // Servers refuse what asks for very many: nginx and others know headers up to 8 KB, Apache counts to 200.
    private const int MostRanges = 64;
    private const long FewBytes = 1 << 20;
    private readonly List<Neighbours> _groups = [];
    private long _bytes;

    public IReadOnlyList<Neighbours> Groups => _groups;

    public long Offset => _groups[0].Offset;

    public long End => _groups[^1].End;

    /// <summary>What is asked for.</summary>
    public long Bytes => _bytes;

    /// <summary>Each group alone.</summary>
    public static IEnumerable<RangeBatch> Singly(IReadOnlyList<Neighbours> groups) => groups.Select(group => Of([group]));

    /// <summary>Groups together, but so that as many requests as may run at once share the bytes.</summary>
    public static IEnumerable<RangeBatch> Together(IReadOnlyList<Neighbours> groups, int requests)
    {
        var most = Math.Max(FewBytes, groups.Sum(group => group.End - group.Offset) / requests);
        List<Neighbours> batch = [];
        long bytes = 0;
        foreach (var group in groups)
        {
            var size = group.End - group.Offset;

            // Where ranges overlap, servers may refuse them all.
            if (batch.Count > 0 && (batch.Count == MostRanges || bytes + size > most || group.Offset < batch[^1].End))
            {
                yield return Of(batch);
                (batch, bytes) = ([], 0);
            }

            batch.Add(group);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return Of(batch);
        }
    }

    private static RangeBatch Of(IEnumerable<Neighbours> groups)
    {
        var batch = new RangeBatch();
        batch._groups.AddRange(groups);
        batch._bytes = batch._groups.Sum(group => group.End - group.Offset);
        return batch;
    }
}
