using System.Buffers;

namespace Mlp.Root;

/// <summary>Ranges that lie so close together that one request for all costs less than one for each.</summary>
internal sealed class Neighbours
{
    private const int LargestGap = 64 << 10;
    private const int LargestRequest = 16 << 20;
    private readonly List<ByteRange> _ranges = [];

    public long Offset => _ranges[0].Offset;

    public long End { get; private set; }

    /// <summary>All ranges in groups, in the order of the file.</summary>
    public static IReadOnlyList<Neighbours> Of(IEnumerable<ByteRange> ranges)
    {
        var groups = new List<Neighbours>();
        foreach (var range in ranges.Where(range => range.Into.Length > 0).OrderBy(range => range.Offset))
        {
            var last = groups.Count > 0 ? groups[^1] : null;
            if (last is null || range.Offset < last.End || range.Offset - last.End > LargestGap || range.Offset + range.Into.Length - last.Offset > LargestRequest)
            {
                groups.Add(last = new());
            }

            last._ranges.Add(range);
            last.End = range.Offset + range.Into.Length;
        }

        return groups;
    }

    /// <summary>Fills all ranges from a stream that begins with the first.</summary>
    public async Task Fill(Stream bytes, Ct ct)
    {
        var position = Offset;
        foreach (var range in _ranges)
        {
            await Skip(bytes, range.Offset - position, ct);
            await bytes.ReadExactlyAsync(range.Into, ct);
            position = range.Offset + range.Into.Length;
        }
    }

    /// <summary>Fills all ranges from a part that goes on at a position.</summary>
    /// <returns>Where it goes on behind the last.</returns>
    public async Task<long> Fill(PartsReader part, long position, Ct ct)
    {
        foreach (var range in _ranges)
        {
            await part.Skip(range.Offset - position, ct);
            await part.Fill(range.Into, ct);
            position = range.Offset + range.Into.Length;
        }

        return position;
    }

    private static async Task Skip(Stream bytes, long count, Ct ct)
    {
        if (count == 0)
        {
            return;
        }

        var unwanted = ArrayPool<byte>.Shared.Rent((int)count);
        try
        {
            await bytes.ReadExactlyAsync(unwanted.AsMemory(0, (int)count), ct);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unwanted);
        }
    }
}
