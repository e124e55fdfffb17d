using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Mlp.Oci.Tests.Support;

namespace Mlp.Oci.Tests.Registry;

/// <summary>What happens where the registry, or the way to it, does not behave.</summary>
public sealed class FailuresTests : IAsyncLifetime
{
    private const int Size = 1_000_000;
    private const int Chunk = 256 << 10;
    private readonly TestImage _images = new();
    private readonly RegistryClient _client = new(new() { ChunkSize = Chunk, FirstDelay = TimeSpan.FromMilliseconds(2), Attempts = 4, Patience = TimeSpan.FromSeconds(2) });
    private readonly byte[] _bytes = new byte[Size];
    private ScriptedRegistry _registry = null!;
    private Blob _blob = null!;

    private RegistryRepository Repository => _client.Repository(_registry.Reference("a/b"));

    public async ValueTask InitializeAsync()
    {
        _registry = await ScriptedRegistry.Start();
        new Random(1).NextBytes(_bytes);
        _blob = Blob.Of(MediaTypes.TarLayer, _bytes);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _images.Dispose();
        await _registry.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_of_a_chunk_goes_on_from_where_the_registry_has_got()
    {
        var cuts = 0;
        _registry.Interfere = async http =>
        {
            if (http.Request.Method != "PATCH" || ++cuts > 2)
            {
                return false;
            }

            await _registry.TakeAndCut(http, 100_000);
            return true;
        };
        await Repository.Push(_blob, Ct.None);
        Assert.Equal(_bytes, _registry.Blobs[_blob.Descriptor.Digest.ToString()]);
        Assert.Single(_registry.Requests, r => r.StartsWith("POST", StringComparison.Ordinal));
        Assert.Equal(2, _registry.Requests.Count(r => r.StartsWith("GET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_upload_that_the_registry_has_forgotten_begins_again()
    {
        var pieces = 0;
        _registry.Interfere = http =>
        {
            if (http.Request.Method == "PATCH" && ++pieces == 2)
            {
                _registry.ForgetUploads();
            }

            return Task.FromResult(false);
        };
        await Repository.Push(_blob, Ct.None);
        Assert.Equal(_bytes, _registry.Blobs[_blob.Descriptor.Digest.ToString()]);
        Assert.Equal(2, _registry.Requests.Count(r => r.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_upload_whose_last_answer_was_lost_is_found_finished()
    {
        var isLost = false;
        _registry.Interfere = async http =>
        {
            if (http.Request.Method != "PUT" || isLost)
            {
                return false;
            }

            isLost = true;
            _registry.Blobs[_blob.Descriptor.Digest.ToString()] = _bytes;
            await http.Request.Body.CopyToAsync(Stream.Null);
            http.Abort();
            return true;
        };
        var pushed = await Repository.Push(_blob, Ct.None);
        Assert.Equal(PushOutcome.Uploaded, pushed.Outcome);
        Assert.Single(_registry.Requests, r => r.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registry_that_never_gets_on_is_given_up()
    {
        _registry.Interfere = http =>
        {
            if (http.Request.Method == "PATCH")
            {
                http.Abort();
            }

            return Task.FromResult(http.Request.Method == "PATCH");
        };
        var error = await Assert.ThrowsAsync<OciException>(() => Repository.Push(_blob, Ct.None));
        Assert.Equal(OciErrors.Unreachable, error.Code);
        Assert.Equal(4, _registry.Requests.Count(r => r.StartsWith("PATCH", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_registry_that_hangs_is_given_up()
    {
        _registry.Interfere = async http =>
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using var client = new RegistryClient(new() { Attempts = 1, Patience = TimeSpan.FromMilliseconds(200) });
        var error = await Assert.ThrowsAsync<OciException>(() => client.Repository(_registry.Reference("a")).FindDigest("x", Ct.None));
        Assert.Equal(OciErrors.Unreachable, error.Code);
        Assert.Contains("nothing moved", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task The_wait_that_the_registry_asks_for_is_kept(int status)
    {
        var asked = 0;
        _registry.Interfere = http =>
        {
            if (http.Request.Method == "HEAD" && asked++ == 0)
            {
                http.Response.StatusCode = status;
                http.Response.Headers.RetryAfter = "1";
                return Task.FromResult(true);
            }

            return Task.FromResult(false);
        };
        var clock = Stopwatch.StartNew();
        await Repository.Push(_blob, Ct.None);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.95, 10);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_an_error_at_once()
    {
        _registry.Interfere = http =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "3600";
            return Task.FromResult(true);
        };
        var error = await Assert.ThrowsAsync<OciException>(() => Repository.FindDigest("x", Ct.None));
        Assert.Equal(OciErrors.TooManyRequests, error.Code);
        Assert.Single(_registry.Requests);
    }

    [Fact]
    public async Task A_manifest_that_is_not_what_was_asked_for_is_refused()
    {
        var digest = OciDigest.Of("asked"u8).ToString();
        _registry.Manifests[digest] = (MediaTypes.Manifest, "{}"u8.ToArray());
        Assert.Equal(OciErrors.WrongContent, (await Assert.ThrowsAsync<OciException>(() => Image.Open(Repository, digest, Ct.None))).Code);
    }

    [Theory]
    [InlineData("{", OciErrors.InvalidManifest)]
    [InlineData("[]", OciErrors.InvalidManifest)]
    [InlineData("""{"schemaVersion": 1, "mediaType": "application/vnd.docker.distribution.manifest.v1+prettyjws"}""", OciErrors.InvalidManifest)]
    [InlineData("""{"config": {"mediaType": "x", "digest": "sha256:1", "size": 1}, "layers": []}""", OciErrors.InvalidManifest)]
    [InlineData("""{"manifests": [{"mediaType": "x/y", "digest": "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "size": 1}]}""", OciErrors.InvalidManifest)]
    [InlineData("""{"manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "size": 1}]}""", OciErrors.NotFound)]
    public async Task A_manifest_of_another_form_is_an_error(string text, string code)
    {
        _registry.Manifests["x"] = ("application/json", System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(code, (await Assert.ThrowsAsync<OciException>(() => Image.Open(Repository, "x", Ct.None))).Code);
    }

    [Fact]
    public async Task A_manifest_without_end_is_not_read_to_its_end()
    {
        _registry.Interfere = async http =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(new byte[64 << 10]);
            }

            return true;
        };
        Assert.Equal(OciErrors.TooLarge, (await Assert.ThrowsAsync<OciException>(() => Image.Open(Repository, "x", Ct.None))).Code);
    }

    [Fact]
    public async Task A_blob_that_breaks_off_is_read_on_and_one_that_lies_is_refused()
    {
        _registry.Blobs[_blob.Descriptor.Digest.ToString()] = _bytes;
        var broken = 0;
        _registry.Interfere = async http =>
        {
            if (++broken > 3)
            {
                return false;
            }

            var from = (int)(http.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0);
            http.Response.StatusCode = from > 0 ? 206 : 200;
            http.Response.ContentLength = Size - from;
            http.Response.Headers.ContentRange = from > 0 ? $"bytes {from}-{Size - 1}/{Size}" : default;
            await http.Response.Body.WriteAsync(_bytes.AsMemory(from, 200_000));
            await http.Response.Body.FlushAsync();
            await Task.Delay(50);
            http.Abort();
            return true;
        };
        await using (var stream = await ((IImageSource)Repository).BlobOf(_blob.Descriptor).OpenVerified(Ct.None))
        {
            using var read = new MemoryStream();
            await stream.CopyToAsync(read);
            Assert.Equal(_bytes, read.ToArray());
        }

        _registry.Blobs[_blob.Descriptor.Digest.ToString()] = new byte[Size];
        await using var lie = await ((IImageSource)Repository).BlobOf(_blob.Descriptor).OpenVerified(Ct.None);
        Assert.Equal(OciErrors.WrongContent, (await Assert.ThrowsAsync<OciException>(() => lie.CopyToAsync(Stream.Null))).Code);
    }

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect_to_another_host()
    {
        await using var elsewhere = await ScriptedRegistry.Start();
        elsewhere.Blobs[_blob.Descriptor.Digest.ToString()] = _bytes;
        var seen = (string?)"not asked";
        elsewhere.Interfere = http =>
        {
            seen = http.Request.Headers.Authorization;
            return Task.FromResult(false);
        };
        _registry.Interfere = http =>
        {
            var isKnown = http.Request.Headers.Authorization.Count > 0;
            http.Response.StatusCode = isKnown ? 307 : 401;
            http.Response.Headers.WWWAuthenticate = isKnown ? default : "Basic realm=\"x\"";
            http.Response.Headers.Location = isKnown ? $"http://{elsewhere.Host}/v2/a/b/blobs/{_blob.Descriptor.Digest}" : default;
            return Task.FromResult(true);
        };
        using var client = new RegistryClient(new() { Credentials = RegistryCredentials.None.With(_registry.Host, RegistryCredential.Password("u", "p")) });
        await using var stream = await ((IImageSource)client.Repository(_registry.Reference("a/b"))).BlobOf(_blob.Descriptor).OpenVerified(Ct.None);
        await stream.CopyToAsync(Stream.Null);
        Assert.Null(seen);
    }

    [Fact]
    public async Task What_is_sent_is_not_sent_on_to_where_a_registry_redirects()
    {
        _registry.Interfere = http =>
        {
            http.Response.StatusCode = http.Request.Method == "HEAD" ? 404 : 307;
            http.Response.Headers.Location = "http://127.0.0.1:1/";
            return Task.FromResult(true);
        };
        Assert.Equal(OciErrors.Redirected, (await Assert.ThrowsAsync<OciException>(() => Repository.Push(_blob, Ct.None))).Code);
    }

    [Fact]
    public async Task A_small_blob_travels_with_the_first_request_where_the_registry_takes_it()
    {
        _registry.TakesBlobsAtOnce = true;
        await Repository.Push(Blob.Of(MediaTypes.Config, "{}"u8.ToArray()), Ct.None);
        Assert.Equal(["HEAD", "POST"], _registry.Requests.Select(r => r.Split(' ')[0]));

        _registry.Requests.Clear();
        _registry.TakesBlobsAtOnce = false;
        using var another = new RegistryClient(new());
        await another.Repository(_registry.Reference("c")).Push(Blob.Of(MediaTypes.Config, "{ }"u8.ToArray()), Ct.None);
        await another.Repository(_registry.Reference("c")).Push(Blob.Of(MediaTypes.Config, "{  }"u8.ToArray()), Ct.None);
        Assert.Equal(["HEAD", "POST", "PUT", "HEAD", "POST", "PUT"], _registry.Requests.Select(r => r.Split(' ')[0]));
        Assert.DoesNotContain("digest", _registry.Requests.ElementAt(4), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_loopback_is_spoken_to_with_encryption_unless_asked()
    {
        using var client = new RegistryClient(new() { Attempts = 1 });
        var error = await Assert.ThrowsAsync<OciException>(() => client.Repository(ImageReference.Parse($"mlp-no-such-host.invalid:{_registry.Host.Split(':')[1]}/a")).FindDigest("x", Ct.None));
        Assert.Equal(OciErrors.Unreachable, error.Code);
        Assert.StartsWith("https://", error.Value, StringComparison.Ordinal);
    }
}
