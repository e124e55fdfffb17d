using System.Net.Http.Headers;
using System.Text;

namespace Mlp.Root;

/// <summary>multipart/byteranges: parts of a file, each behind a boundary and headers that say which bytes it has.</summary>
internal sealed class PartsReader(Stream body, string boundary, string file)
{
    private const int LongestLine = 4096;
    private const int MostLines = 64;
    private readonly byte[] _buffer = new byte[16 << 10];
    private int _start;
    private int _end;
    private bool _isBehindPart;

    /// <summary>Which bytes the next part has; null behind the last.</summary>
    public async Task<ContentRangeHeaderValue?> Next(Ct ct)
    {
        // Before the first boundary may stand anything; before the others the end of the part's last line alone.
        var most = _isBehindPart ? 2 : MostLines;
        for (var lines = 0; lines < most; lines++)
        {
            var line = await Line(ct);
            if (line == $"--{boundary}--")
            {
                return null;
            }

            if (line == $"--{boundary}")
            {
                _isBehindPart = true;
                return await Headers(ct);
            }

            if (_isBehindPart && line.Length > 0)
            {
                break;
            }
        }

        throw Refusal($"no boundary '--{boundary}' stands where a part ends");
    }

    /// <summary>Takes bytes of the part.</summary>
    public async Task Fill(Memory<byte> into, Ct ct)
    {
        var known = Math.Min(into.Length, _end - _start);
        _buffer.AsMemory(_start, known).CopyTo(into);
        _start += known;
        try
        {
            await body.ReadExactlyAsync(into[known..], ct);
        }
        catch (EndOfStreamException)
        {
            throw Refusal("it ends within a part");
        }
    }

    public async Task Skip(long count, Ct ct)
    {
        var known = (int)Math.Min(count, _end - _start);
        _start += known;
        for (count -= known; count > 0; count -= Math.Min(count, _end))
        {
            if (!await Refill(ct))
            {
                throw Refusal("it ends within a part");
            }

            _start = (int)Math.Min(count, _end);
        }
    }

    public RootFormatException Refusal(string fact) => new(file, 0, $"the server's answer of several parts is damaged: {fact}");

    private async Task<ContentRangeHeaderValue> Headers(Ct ct)
    {
        ContentRangeHeaderValue? range = null;
        for (var lines = 0; lines < MostLines; lines++)
        {
            var line = await Line(ct);
            if (line.Length == 0)
            {
                return range is { From: not null, To: not null } ? range : throw Refusal("a part does not say which bytes it has");
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line[..colon].Equals("Content-Range", StringComparison.OrdinalIgnoreCase) && !ContentRangeHeaderValue.TryParse(line[(colon + 1)..].Trim(), out range))
            {
                throw Refusal($"'{line[(colon + 1)..].Trim()}' is no range of bytes");
            }
        }

        throw Refusal($"a part has more than {MostLines} headers");
    }

    private async Task<string> Line(Ct ct)
    {
        var line = new List<byte>();
        while (line.Count < LongestLine)
        {
            if (_start == _end && !await Refill(ct))
            {
                break;
            }

            var found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var taken = found < 0 ? _end - _start : found + 1;
            line.AddRange(_buffer.AsSpan(_start, taken));
            _start += taken;
            if (found >= 0)
            {
                return Encoding.Latin1.GetString([.. line]).TrimEnd('\r', '\n');
            }
        }

        // The last line may have no end.
        return line.Count is > 0 and < LongestLine ? Encoding.Latin1.GetString([.. line])
            : throw Refusal(line.Count == 0 ? "it ends before its last boundary" : $"a line has more than {LongestLine} bytes");
    }

    private async Task<bool> Refill(Ct ct)
    {
        (_start, _end) = (0, await body.ReadAsync(_buffer, ct));
        return _end > 0;
    }
}
