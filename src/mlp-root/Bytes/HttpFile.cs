using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Mlp.Root;

/// <summary>A file behind HTTP, read by ranges: neighbours in one range, several ranges in one request where the server can, several requests at once, again after what passes.</summary>
internal sealed class HttpFile : IByteSource, IPlace
{
    private const int Attempts = 4;
    private const int Requests = 8;
    private const int MostDisturbances = 3;
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly EntityTagHeaderValue? _tag;
    private readonly IDisposable? _owned;
    private volatile Several _several;
    private int _disturbances;

    private HttpFile(HttpClient http, Uri address, long length, EntityTagHeaderValue? tag, IDisposable? owned)
    {
        (_http, _address, Length, _tag, _owned) = (http, address, length, tag, owned);
        Name = new UriBuilder(address) { UserName = "", Password = "", Query = "" }.Uri.ToString();
    }

    public string Name { get; }

    public long Length { get; }

    public bool IsNear => false;

    /// <summary>Asks for the first byte, to learn how long the file is and whether its server gives ranges.</summary>
    /// <param name="http">What asks; an own one where there is none.</param>
    public static async Task<HttpFile> Open(HttpClient? http, Uri address, Ct ct)
    {
#pragma warning disable CA2000 // the file owns it, where there is a file
        var own = http is null ? new HttpClient() : null;
#pragma warning restore CA2000
        try
        {
            return await Ask(http ?? own!, address, own, ct);
        }
        catch
        {
            own?.Dispose();
            throw;
        }
    }

    private static async Task<HttpFile> Ask(HttpClient http, Uri address, HttpClient? own, Ct ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new(0, 0) } };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
        return response is { StatusCode: HttpStatusCode.PartialContent, Content.Headers.ContentRange.Length: { } length }
            ? new(http, address, length, response.Headers.ETag is { IsWeak: false } tag ? tag : null, own)
            : throw new NotSupportedException($"the server of {address.Host} does not give parts of files (no answer 206 to a request with Range); download the file, or use another server");
    }

    public void Read(long offset, Span<byte> into)
    {
        var bytes = new byte[into.Length];
        ReadAsync(offset, bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        bytes.CopyTo(into);
    }

    public ValueTask ReadAsync(long offset, Memory<byte> into, Ct ct) => ReadManyAsync([new(offset, into)], ct);

    public async ValueTask ReadManyAsync(IReadOnlyList<ByteRange> ranges, Ct ct)
    {
        var groups = Neighbours.Of(ranges);
        if (_several == Several.Unknown && groups.Count > 1)
        {
            // The answer to the first request says how to ask for the others.
            var first = RangeBatch.Together(groups, Requests).First();
            await Read(first, ct);
            groups = [.. groups.Skip(first.Groups.Count)];
        }

        var batches = _several == Several.Refused ? RangeBatch.Singly(groups) : RangeBatch.Together(groups, Requests);
        await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = Requests, CancellationToken = ct }, async (batch, stop) => await Read(batch, stop));
    }

    public IByteSource OpenBeside(string name)
    {
        // What authorises at this server is not for another.
        return Uri.TryCreate(_address, name, out var address) && address.Scheme == _address.Scheme && address.Authority == _address.Authority
            ? Task.Run(() => Ask(_http, address, null, CancellationToken.None)).GetAwaiter().GetResult()
            : throw new NotSupportedException($"'{name}' does not lie at {_address.Host}; open that file, and read its branches together with these");
    }

    public void Dispose() => _owned?.Dispose();

    private async Task Read(RangeBatch batch, Ct ct)
    {
        var left = batch.Groups.Count > 1 && _several != Several.Refused ? await ReadTogether(batch, ct) : batch.Groups;
        foreach (var group in left)
        {
            await ReadPatiently(group, ct);
        }
    }

    // Whatever does not come this way is asked for again, range by range, and patiently.
    private async Task<IReadOnlyList<Neighbours>> ReadTogether(RangeBatch batch, Ct ct)
    {
        var answer = new ManyRanges(batch, Name, Length);
        try
        {
            using var request = Request([.. batch.Groups]);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            await answer.Fill(response, ct);
            Learn(answer.Left.Count == 0 ? Several.Given : Passes((int)response.StatusCode) ? Several.Unknown : Several.Refused);
        }
        catch (Exception e) when (Passes(e, ct))
        {
            Learn(Several.Unknown);
        }

        return answer.Left;
    }

    // What disturbs such requests time and again is taken for a refusal.
    private void Learn(Several seen)
    {
        if (_several != Several.Refused)
        {
            _several = seen switch
            {
                Several.Unknown => Interlocked.Increment(ref _disturbances) < MostDisturbances ? _several : Several.Refused,
                _ => seen,
            };
        }
    }

    private HttpRequestMessage Request(params Neighbours[] groups)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _address);

        // Without blanks: Apache takes no notice of ranges that have them.
        request.Headers.TryAddWithoutValidation("Range", $"bytes={string.Join(',', groups.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Offset}-{group.End - 1}")))}");
        if (_tag is not null)
        {
            request.Headers.IfMatch.Add(_tag);
        }

        return request;
    }

    private async Task ReadPatiently(Neighbours group, Ct ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ReadOnce(group, ct);
                return;
            }
            catch (Exception e) when (attempt < Attempts && Passes(e, ct))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 << attempt), ct);
            }
        }
    }

    private static bool Passes(Exception failure, Ct ct) => failure switch
    {
        HttpRequestException { StatusCode: { } status } => Passes((int)status),
        HttpRequestException or IOException => true,
        OperationCanceledException => !ct.IsCancellationRequested,
        _ => false,
    };

    private static bool Passes(int status) => status is 408 or 429 or >= 500;

    private async Task ReadOnce(Neighbours group, Ct ct)
    {
        using var request = Request(group);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
        if (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != group.Offset)
        {
            throw new RootFormatException(Name, group.Offset, $"the server answers {(int)response.StatusCode} and other bytes than those from {group.Offset} on");
        }

        await using var body = await response.Content.ReadAsStreamAsync(ct);
        await group.Fill(body, ct);
    }

    // Whether the server gives several ranges at once.
    private enum Several
    {
        Unknown,
        Given,
        Refused,
    }
}
