using System.Globalization;
using System.Net;
using Mlp.Server.Tests.Hosting;

namespace Mlp.Server.Tests.Access;

public sealed class HostTests(HostTests.Fixture fixture) : IClassFixture<HostTests.Fixture>
{
    [Theory]
    [InlineData("evil.example.org", null, false)]
    [InlineData("evil.example.org:{port}", null, false)]
    [InlineData("127.0.0.1.evil.example.org:{port}", null, false)]
    [InlineData("192.0.2.7", null, false)]
    [InlineData("localhost:{port}", null, true)]
    [InlineData("127.0.0.1:{port}", null, true)]
    [InlineData("[::1]:{port}", null, true)]
    [InlineData("REGISTRY.example.org", null, true)]
    [InlineData("localhost:{port}", "http://localhost:{port}", true)]
    [InlineData("localhost:{port}", "http://localhost:1", false)]
    [InlineData("localhost:{port}", "http://evil.example.org", false)]
    [InlineData("localhost:{port}", "null", false)]
    [InlineData("registry.example.org", "https://registry.example.org", true)]
    [InlineData("localhost:{port}", "https://registry.example.org", true)]
    public async Task Only_known_names_and_pages_get_in(string host, string? origin, bool getsIn)
    {
        var registry = fixture.Registry;
        var port = registry.BaseUrl.Port.ToString(CultureInfo.InvariantCulture);
        foreach (var path in new[] { "/api/v1/whoami", "/health/live" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host.Replace("{port}", port, StringComparison.Ordinal);
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin.Replace("{port}", port, StringComparison.Ordinal));
            }

            var answer = await fixture.Reader.SendAsync(request);
            if (getsIn)
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
            else
            {
                await answer.Refuses(HttpStatusCode.Forbidden, "MLP2005");
            }
        }
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal TestRegistry Registry { get; private set; } = null!;

        internal HttpClient Reader { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Registry = await TestRegistry.Start(settings => settings with { AllowedHosts = ["registry.example.org"] });
            Reader = await Registry.As("reader");
        }

        public ValueTask DisposeAsync() => Registry.DisposeAsync();
    }
}
