using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mlp.Oci.Tests.Support;

/// <summary>A registry in memory that fails where a test says so: for what no real one does on demand.</summary>
internal sealed class ScriptedRegistry : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, MemoryStream> _uploads = new();
    private int _opened;

    private ScriptedRegistry(WebApplication app) => _app = app;

    public string Host { get; private set; } = "";

    /// <summary>What was asked, in order: method, path and query.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    public ConcurrentDictionary<string, (string Type, byte[] Bytes)> Manifests { get; } = new();

    public bool TakesBlobsAtOnce { get; set; }

    public bool ListsReferrers { get; set; }

    /// <summary>Sees every request first; true where it has answered.</summary>
    public Func<HttpContext, Task<bool>> Interfere { get; set; } = _ => Task.FromResult(false);

    public static async Task<ScriptedRegistry> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0);
            k.Limits.MaxRequestBodySize = null;
            k.Limits.MinRequestBodyDataRate = null;
        });
        var registry = new ScriptedRegistry(builder.Build());
        registry._app.Run(registry.Answer);
        await registry._app.StartAsync();
        registry.Host = new Uri(registry._app.Urls.Single()).Authority;
        return registry;
    }

    public ImageReference Reference(string path) => ImageReference.Parse($"{Host}/{path}");

    /// <summary>Loses what was begun, as a registry that was restarted does.</summary>
    public void ForgetUploads() => _uploads.Clear();

    /// <summary>Takes so many bytes of a body into an upload, and cuts the connection.</summary>
    public async Task TakeAndCut(HttpContext http, int bytes)
    {
        var buffer = new byte[bytes];
        await http.Request.Body.ReadExactlyAsync(buffer);
        await UploadOf(http).WriteAsync(buffer);
        http.Abort();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<byte[]> Body(HttpContext http)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task Answer(HttpContext http)
    {
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        if (await Interfere(http))
        {
            return;
        }

        var parts = http.Request.Path.Value!.Split('/');
        await (parts switch
        {
            [.., "blobs", "uploads", ""] => Open(http),
            [.., "blobs", "uploads", _] => Continue(http),
            [.., "blobs", var digest] => Blob(http, digest),
            [.., "manifests", var name] => Manifest(http, name),
            [.., "referrers", var digest] when ListsReferrers => Referrers(http, digest),
            _ => Status(http, 404),
        });
    }

    private async Task Open(HttpContext http)
    {
        if (TakesBlobsAtOnce && http.Request.Query["digest"] is [{ } digest])
        {
            await Store(http, digest, await Body(http));
            return;
        }

        await Body(http);
        var id = Interlocked.Increment(ref _opened).ToString(CultureInfo.InvariantCulture);
        _uploads[id] = new();
        http.Response.Headers.Location = $"{http.Request.Path}{id}?state=a%2Fb";
        await Status(http, 202);
    }

    private async Task Continue(HttpContext http)
    {
        if (!_uploads.TryGetValue(http.Request.Path.Value!.Split('/')[^1], out var upload))
        {
            await Status(http, 404);
            return;
        }

        Assert.Equal("a/b", http.Request.Query["state"]);
        http.Response.Headers.Location = $"{http.Request.Path}?state=a%2Fb";
        var body = await Body(http);
        if (http.Request.Method == "PATCH" && http.Request.Headers.ContentRange != $"{upload.Length}-{upload.Length + body.Length - 1}")
        {
            await Status(http, 416);
            return;
        }

        await upload.WriteAsync(body);
        http.Response.Headers["Range"] = $"0-{Math.Max(upload.Length - 1, 0)}";
        await (http.Request.Method switch
        {
            "PUT" => Store(http, http.Request.Query["digest"]!, upload.ToArray()),
            "PATCH" => Status(http, 202),
            _ => Status(http, 204),
        });
    }

    private async Task Store(HttpContext http, string digest, byte[] bytes)
    {
        if (OciDigest.Of(bytes).ToString() != digest)
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsync("""{"errors": [{"code": "DIGEST_INVALID", "message": "provided digest did not match uploaded content"}]}""");
            return;
        }

        Blobs[digest] = bytes;
        await Status(http, 201);
    }

    private async Task Blob(HttpContext http, string digest)
    {
        if (!Blobs.TryGetValue(digest, out var bytes))
        {
            await Status(http, 404);
            return;
        }

        var from = http.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        http.Response.StatusCode = from > 0 ? 206 : 200;
        http.Response.ContentLength = bytes.Length - from;
        http.Response.Headers.ContentRange = from > 0 ? $"bytes {from}-{bytes.Length - 1}/{bytes.Length}" : default;
        if (http.Request.Method == "GET")
        {
            await http.Response.Body.WriteAsync(bytes.AsMemory((int)from));
        }
    }

    private async Task Manifest(HttpContext http, string name)
    {
        if (http.Request.Method == "PUT")
        {
            var body = await Body(http);
            Manifests[name] = Manifests[OciDigest.Of(body).ToString()] = (http.Request.ContentType!, body);
            http.Response.Headers["Docker-Content-Digest"] = OciDigest.Of(body).ToString();
            if (ListsReferrers && ManifestSubject.Of(body) is { } subject)
            {
                http.Response.Headers["OCI-Subject"] = subject;
            }

            await Status(http, 201);
            return;
        }

        if (!Manifests.TryGetValue(name, out var manifest))
        {
            await Status(http, 404);
            return;
        }

        http.Response.ContentType = manifest.Type;
        http.Response.Headers["Docker-Content-Digest"] = OciDigest.Of(manifest.Bytes).ToString();
        http.Response.ContentLength = manifest.Bytes.Length;
        if (http.Request.Method == "GET")
        {
            await http.Response.Body.WriteAsync(manifest.Bytes);
        }
    }

    private async Task Referrers(HttpContext http, string digest)
    {
        var referring = Manifests.Values.Where(m => ManifestSubject.Of(m.Bytes) == digest).DistinctBy(m => OciDigest.Of(m.Bytes))
            .Select(m => new Descriptor(m.Type, OciDigest.Of(m.Bytes), m.Bytes.Length));
        await http.Response.Body.WriteAsync(ManifestWriter.Index(referring, Descriptor.Nothing).Bytes);
    }

    private MemoryStream UploadOf(HttpContext http) => _uploads[http.Request.Path.Value!.Split('/')[^1]];

    private static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
