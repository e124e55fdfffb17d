using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Mlp.Server.Tests.Hosting;
using Mlp.Testing.Publishing;

namespace Mlp.Server.Tests.Parameters;

public sealed class ContentRoutesTests(ContentRoutesTests.Fixture fixture) : IClassFixture<ContentRoutesTests.Fixture>
{
    private const string Version = "/api/v1/parameters/weights/versions/1.0";
    private readonly HttpClient _client = fixture.Publisher;

    [Theory]
    [InlineData("/content")]
    [InlineData("/files/weights.bin")]
    public async Task Head_tells_what_get_would_bring(string route)
    {
        var whole = await _client.GetAsync(Version + route);
        using var request = new HttpRequestMessage(HttpMethod.Head, Version + route);
        var head = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(
            (whole.Content.Headers.ContentLength, whole.Headers.ETag, whole.Content.Headers.ContentType),
            (head.Content.Headers.ContentLength, head.Headers.ETag, head.Content.Headers.ContentType));
        Assert.Equal("bytes", head.Headers.AcceptRanges.ToString());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Head_of_what_is_not_there_is_not_found()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, Version + "/files/nothing.bin");
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_range_outside_says_how_many_bytes_there_are()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Version + "/files/weights.bin");
        request.Headers.Range = new RangeHeaderValue(1000, null);
        var answer = await _client.SendAsync(request);
        await answer.Refuses(HttpStatusCode.RequestedRangeNotSatisfiable, "MLP1013");
        Assert.Equal("bytes */1000", answer.Content.Headers.ContentRange?.ToString());
    }

    [Theory]
    [InlineData("""{"step":"built","state":"done","time":"2026-01-01T00:00:00Z"}""", "$.time")]
    [InlineData("""{"step":"built","state":"done","by":"somebody else"}""", "$.by")]
    public async Task Who_told_a_step_and_when_is_not_the_tellers_to_say(string body, string path)
    {
        var answer = await _client.PostAsync("/api/v1/releases/1/steps", new StringContent(body, Encoding.UTF8, "application/json"));
        var problem = await answer.Problem();
        Assert.Equal((HttpStatusCode.BadRequest, "MLP1001", path), (answer.StatusCode, problem.Code, problem.Value));
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal TestRegistry Registry { get; private set; } = null!;

        internal HttpClient Publisher { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Registry = await TestRegistry.Start();
            Publisher = await Registry.As("publisher");
            await Testing.Publishing.Publisher.Register(Publisher, "git.example.org/beams/content", "beam", "1.0.0");
            var archive = (await TestArchive.Make()).Numbered(1);
            await Testing.Publishing.Publisher.PublishOnce(Publisher, "weights", new(Digest.Of(archive).Text, "beam", "1.0.0"), archive, key: null, Ct.None);
        }

        public ValueTask DisposeAsync() => Registry.DisposeAsync();
    }
}
