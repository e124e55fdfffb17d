using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Mlp.Server.Tests.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Tests.Storage;

public sealed class BlobRoutesTests(BlobRoutesTests.Fixture fixture) : IClassFixture<BlobRoutesTests.Fixture>
{
    private readonly HttpClient _client = fixture.Publisher;

    [Fact]
    public async Task Bytes_come_back_whole_and_in_ranges()
    {
        var (bytes, digest) = Make(100_000);
        Assert.Equal(HttpStatusCode.Created, (await Put(digest, bytes)).StatusCode);
        var again = await Put(digest, bytes);
        Assert.Equal((HttpStatusCode.OK, new Blob(digest, 100_000)), (again.StatusCode, await again.Read<Blob>()));

        var whole = await _client.GetAsync($"/api/v1/blobs/{digest}");
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal($"\"{digest}\"", whole.Headers.ETag!.Tag);
        Assert.Contains("immutable", whole.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var head = new HttpRequestMessage(HttpMethod.Head, $"/api/v1/blobs/{digest}");
        Assert.Equal(100_000, (await _client.SendAsync(head)).Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData(0L, 9L, null, HttpStatusCode.PartialContent, 0, 10)]
    [InlineData(99_990L, null, null, HttpStatusCode.PartialContent, 99_990, 10)]
    [InlineData(99_990L, 200_000L, null, HttpStatusCode.PartialContent, 99_990, 10)]
    [InlineData(null, 10L, null, HttpStatusCode.PartialContent, 99_990, 10)]
    [InlineData(null, 200_000L, null, HttpStatusCode.PartialContent, 0, 100_000)]
    [InlineData(50_000L, 50_000L, "right", HttpStatusCode.PartialContent, 50_000, 1)]
    [InlineData(50_000L, 50_000L, "wrong", HttpStatusCode.OK, 0, 100_000)]
    public async Task Ranges(long? from, long? to, string? condition, HttpStatusCode status, int offset, int length)
    {
        var (bytes, digest) = Make(100_000);
        await Put(digest, bytes);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/blobs/{digest}");
        request.Headers.Range = new RangeHeaderValue(from, to);
        if (condition is not null)
        {
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue(condition == "right" ? $"\"{digest}\"" : "\"other\""));
        }

        var answer = await _client.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(bytes[offset..(offset + length)], await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(status == HttpStatusCode.PartialContent ? $"bytes {offset}-{offset + length - 1}/100000" : null, answer.Content.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task What_is_outside_of_the_bytes_and_what_the_caller_has_already()
    {
        var (bytes, digest) = Make(100);
        await Put(digest, bytes);
        using var outside = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/blobs/{digest}");
        outside.Headers.Range = new RangeHeaderValue(100, null);
        var refused = await _client.SendAsync(outside);
        await refused.Refuses(HttpStatusCode.RequestedRangeNotSatisfiable, "MLP1013");
        Assert.Equal("bytes */100", refused.Content.Headers.ContentRange?.ToString());
        using var head = new HttpRequestMessage(HttpMethod.Head, $"/api/v1/blobs/{digest}");
        head.Headers.Range = new RangeHeaderValue(0, 9);
        var whole = await _client.SendAsync(head);
        Assert.Equal((HttpStatusCode.OK, 100), (whole.StatusCode, whole.Content.Headers.ContentLength));
        using var known = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/blobs/{digest}");
        known.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{digest}\""));
        Assert.Equal(HttpStatusCode.NotModified, (await _client.SendAsync(known)).StatusCode);
    }

    [Fact]
    public async Task Other_bytes_than_promised_are_not_kept()
    {
        var (bytes, digest) = Make(1000);
        bytes[500]++;
        await (await Put(digest, bytes)).Refuses(HttpStatusCode.UnprocessableEntity, "MLP4006");
        await (await _client.GetAsync($"/api/v1/blobs/{digest}")).Refuses(HttpStatusCode.NotFound, "MLP1007");
        Assert.Empty(fixture.Uploads);
    }

    [Fact]
    public async Task More_bytes_than_allowed_are_not_kept()
    {
        var (bytes, digest) = Make((1 << 20) + 1);
        using var told = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/blobs/{digest}") { Content = new ByteArrayContent(bytes) };
        told.Headers.ExpectContinue = true;
        await (await _client.SendAsync(told)).Refuses(HttpStatusCode.RequestEntityTooLarge, "MLP1011");

        var upload = await Begin();
        Assert.Equal(1 << 20, (await (await Patch(upload, 0, bytes[..(1 << 20)])).Read<Upload>()).Offset);
        await (await Patch(upload, 1 << 20, bytes[^1..])).Refuses(HttpStatusCode.RequestEntityTooLarge, "MLP1011");
        await (await _client.GetAsync($"/api/v1/uploads/{upload}")).Refuses(HttpStatusCode.NotFound, "MLP4007");
        Assert.Empty(fixture.Uploads);
    }

    [Fact]
    public async Task An_upload_goes_on_where_it_stopped_and_may_be_completed_twice()
    {
        var (bytes, digest) = Make(100_001);
        var upload = await Begin();
        Assert.Equal(40_000, (await (await Patch(upload, 0, bytes[..40_000])).Read<Upload>()).Offset);
        var wrong = await (await Patch(upload, 0, bytes)).Problem();
        Assert.Equal(("MLP4008", "40000"), (wrong.Code, wrong.Value));
        Assert.Equal(new Upload(upload, 40_000), await (await _client.GetAsync($"/api/v1/uploads/{upload}")).Read<Upload>());
        Assert.Equal(100_001, (await (await Patch(upload, 40_000, bytes[40_000..])).Read<Upload>()).Offset);

        var completed = await Complete(upload, digest);
        Assert.Equal((HttpStatusCode.Created, new Blob(digest, 100_001)), (completed.StatusCode, await completed.Read<Blob>()));
        var repeated = await Complete(upload, digest);
        Assert.Equal((HttpStatusCode.OK, new Blob(digest, 100_001)), (repeated.StatusCode, await repeated.Read<Blob>()));
        Assert.Equal(bytes, await _client.GetByteArrayAsync($"/api/v1/blobs/{digest}"));
    }

    [Fact]
    public async Task An_upload_of_other_bytes_is_dropped()
    {
        var (bytes, digest) = Make(1000);
        var upload = await Begin();
        await Patch(upload, 0, bytes[..999]);
        await (await Complete(upload, digest)).Refuses(HttpStatusCode.UnprocessableEntity, "MLP4006");
        await (await Complete(upload, digest)).Refuses(HttpStatusCode.NotFound, "MLP4007");
        var dropped = await Begin();
        Assert.Equal(HttpStatusCode.NoContent, (await _client.DeleteAsync($"/api/v1/uploads/{dropped}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.DeleteAsync($"/api/v1/uploads/{dropped}")).StatusCode);
        await (await Patch(dropped, 0, bytes)).Refuses(HttpStatusCode.NotFound, "MLP4007");
    }

    private static (byte[] Bytes, string Digest) Make(int size)
    {
        var bytes = new byte[size];
        Random.Shared.NextBytes(bytes);
        return (bytes, Digest.Of(bytes).Text);
    }

    private Task<HttpResponseMessage> Put(string digest, byte[] bytes) => _client.PutAsync($"/api/v1/blobs/{digest}", new ByteArrayContent(bytes));

    private async Task<string> Begin() => (await (await _client.PostAsync("/api/v1/uploads", null)).Read<Upload>()).Id;

    private Task<HttpResponseMessage> Patch(string upload, long offset, byte[] bytes) => _client.PatchAsync($"/api/v1/uploads/{upload}?offset={offset}", new ByteArrayContent(bytes));

    private Task<HttpResponseMessage> Complete(string upload, string digest) =>
        _client.PostAsJsonAsync($"/api/v1/uploads/{upload}/complete", new CompleteUpload(digest), WireJson.Options);

    public sealed class Fixture : IAsyncLifetime
    {
        internal TestRegistry Registry { get; private set; } = null!;

        internal HttpClient Publisher { get; private set; } = null!;

        internal IEnumerable<string> Uploads => Directory.EnumerateFiles(Path.Combine(Registry.Home.FullName, "uploads"));

        public async ValueTask InitializeAsync()
        {
            Registry = await TestRegistry.Start(settings => settings with { MaxBlobBytes = 1 << 20 });
            Publisher = await Registry.As("publisher");
        }

        public ValueTask DisposeAsync() => Registry.DisposeAsync();
    }
}
