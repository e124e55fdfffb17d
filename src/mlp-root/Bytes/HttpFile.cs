using System.Net;
using System.Net.Http.Headers;

namespace Mlp.Root;

/// <summary>A file behind HTTP, read by ranges: neighbours in one request, several requests at once, again after what passes.</summary>
internal sealed class HttpFile : IByteSource
{
    private const int Attempts = 4;
    private const int Requests = 8;
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly EntityTagHeaderValue? _tag;
    private readonly IDisposable? _owned;

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

    public async ValueTask ReadManyAsync(IReadOnlyList<ByteRange> ranges, Ct ct) =>
        await Parallel.ForEachAsync(Neighbours.Of(ranges), new ParallelOptions { MaxDegreeOfParallelism = Requests, CancellationToken = ct }, async (group, stop) => await ReadPatiently(group, stop));

    public void Dispose() => _owned?.Dispose();

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
        HttpRequestException { StatusCode: { } status } => (int)status is 408 or 429 or >= 500,
        HttpRequestException or IOException => true,
        OperationCanceledException => !ct.IsCancellationRequested,
        _ => false,
    };

    private async Task ReadOnce(Neighbours group, Ct ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address) { Headers = { Range = new(group.Offset, group.End - 1) } };
        if (_tag is not null)
        {
            request.Headers.IfMatch.Add(_tag);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
        if (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != group.Offset)
        {
            throw new RootFormatException(Name, group.Offset, $"the server answers {(int)response.StatusCode} and other bytes than those from {group.Offset} on");
        }

        await using var body = await response.Content.ReadAsStreamAsync(ct);
        await group.Fill(body, ct);
    }
}
