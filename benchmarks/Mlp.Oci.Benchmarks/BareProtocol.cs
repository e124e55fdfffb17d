using System.Net.Http.Headers;

namespace Mlp.Oci.Benchmarks;

/// <summary>The least that any client must do: open, send, and the manifests. It asks nothing, checks nothing and tries nothing again.</summary>
internal sealed class BareProtocol(string host, string repository) : IDisposable
{
    private const int Parallel = 6;
    private readonly HttpClient _http = new() { BaseAddress = new($"http://{host}/v2/{repository}/") };

    /// <summary>Sends every blob once, and then all manifests under their tags.</summary>
    public async Task Push(IEnumerable<(string Path, OciDigest Digest)> files, IEnumerable<byte[]> configs, IEnumerable<(string Tag, byte[] Manifest)> manifests)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel };
        await System.Threading.Tasks.Parallel.ForEachAsync(files, options, async (f, ct) => await Send(new StreamContent(File.OpenRead(f.Path)), f.Digest, ct));
        await System.Threading.Tasks.Parallel.ForEachAsync(configs, options, async (c, ct) => await Send(new ByteArrayContent(c), OciDigest.Of(c), ct));
        await System.Threading.Tasks.Parallel.ForEachAsync(manifests, options, async (m, ct) =>
        {
            using var content = new ByteArrayContent(m.Manifest) { Headers = { ContentType = new MediaTypeHeaderValue(MediaTypes.Manifest) } };
            using var answer = await _http.PutAsync($"manifests/{m.Tag}", content, ct);
            answer.EnsureSuccessStatusCode();
        });
    }

    public async Task Mount(OciDigest digest, string from)
    {
        using var answer = await _http.PostAsync($"blobs/uploads/?mount={digest}&from={from}", null);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task Send(HttpContent content, OciDigest digest, Ct ct)
    {
        using (content)
        {
            using var opened = await _http.PostAsync("blobs/uploads/", null, ct);
            opened.EnsureSuccessStatusCode();
            using var sent = await _http.PutAsync($"{opened.Headers.Location}&digest={Uri.EscapeDataString(digest.ToString())}", content, ct);
            sent.EnsureSuccessStatusCode();
        }
    }
}
