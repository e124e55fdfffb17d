using System.Net;
using System.Net.Http.Headers;

namespace Mlp.Root;

/// <summary>What a server makes of a request with several ranges, and the bytes it sends.</summary>
internal sealed class ManyRanges(RangeBatch batch, string file, long length)
{
    // What lies between ranges may be sent along, where that is shorter than to begin a new part.
    private const long LargestSurplus = 1 << 20;
    private readonly HashSet<Neighbours> _left = [.. batch.Groups];
    private long _received;

    /// <summary>The groups whose bytes did not come.</summary>
    public IReadOnlyList<Neighbours> Left => [.. batch.Groups.Where(_left.Contains)];

    /// <summary>Takes what the server sends, if that are parts of the file.</summary>
    public async Task Fill(HttpResponseMessage response, Ct ct)
    {
        if (response.StatusCode != HttpStatusCode.PartialContent)
        {
            return;
        }

        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var type = response.Content.Headers.ContentType;
        if (string.Equals(type?.MediaType, "multipart/byteranges", StringComparison.OrdinalIgnoreCase))
        {
            await FillAll(new(body, BoundaryOf(type!), file), ct);
        }
        else if (response.Content.Headers.ContentRange is { From: not null, To: not null } only)
        {
            // All in one part, or the first range alone.
            await FillOne(new(body, "", file), only, ct);
        }
    }

    private string BoundaryOf(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"') is { Length: > 0 and <= 200 } boundary
            ? boundary
            : throw new RootFormatException(file, 0, "the server's answer of several parts is damaged: its type names no boundary");

    private async Task FillAll(PartsReader parts, Ct ct)
    {
        for (var count = 0; await parts.Next(ct) is { } range; count++)
        {
            if (count == batch.Groups.Count)
            {
                throw parts.Refusal($"it has more than the {count} parts that were asked for");
            }

            await FillOne(parts, range, ct);
        }
    }

    private async Task FillOne(PartsReader parts, ContentRangeHeaderValue range, Ct ct)
    {
        var (position, last) = (range.From!.Value, range.To!.Value);
        if (position < batch.Offset || last >= batch.End || (_received += last + 1 - position) > batch.Bytes + LargestSurplus)
        {
            throw parts.Refusal($"it has the bytes from {position} to {last}, which were not asked for");
        }

        if (range.Length is { } now && now != length)
        {
            throw new RootFormatException(file, position, $"the file has {now} bytes now, and had {length} when it was opened");
        }

        foreach (var group in batch.Groups.Where(group => group.Offset >= range.From && group.End <= last + 1))
        {
            position = await group.Fill(parts, position, ct);
            _left.Remove(group);
        }

        await parts.Skip(last + 1 - position, ct);
    }
}
