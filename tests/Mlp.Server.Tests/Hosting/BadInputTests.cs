using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Mlp.Server.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Tests.Hosting;

/// <summary>Input of every bad kind gets the right answer, changes nothing and tells nothing of the inside.</summary>
public sealed class BadInputTests(BadInputTests.Fixture fixture) : IClassFixture<BadInputTests.Fixture>
{
    private readonly TestRegistry _registry = fixture.Registry;
    private readonly HttpClient _admin = fixture.Admin;

    [Theory]
    [InlineData("{", "MLP1001", "$")]
    [InlineData("", "MLP1001", null)]
    [InlineData("null", "MLP1001", null)]
    [InlineData("[]", "MLP1001", "$")]
    [InlineData("\"text\"", "MLP1001", "$")]
    [InlineData("""{"name":"x","role":"reader","nmae":"y"}""", "MLP1001", "$.nmae")]
    [InlineData("""{"Name":"x","role":"reader"}""", "MLP1001", "$.Name")]
    [InlineData("""{"role":"reader"}""", "MLP1001", "$")]
    [InlineData("""{"name":"x","role":"reader","role":"admin"}""", "MLP1001", "$.role")]
    [InlineData("""{"name":null,"role":"reader"}""", "MLP1001", "$.name")]
    [InlineData("""{"name":7,"role":"reader"}""", "MLP1001", "$.name")]
    [InlineData("""{"name":"x","role":"reader","expiresAt":"tomorrow"}""", "MLP1001", "$.expiresAt")]
    [InlineData("""{"name":"x","role":"reader","expiresAt":"2999-01-01T00:00:00"}""", "MLP1001", "$.expiresAt")]
    [InlineData("""{"name":"x","role":"reader","expiresAt":"2999-01-01"}""", "MLP1001", "$.expiresAt")]
    [InlineData("""{"name":"x","role":"reader","expiresAt":"2999-01-01T00:00:00+0100"}""", "MLP1001", "$.expiresAt")]
    [InlineData("""{"name":"x","role":"reader","expiresAt":"2999-02-30T00:00:00Z"}""", "MLP1001", "$.expiresAt")]
    [InlineData("""{"name":"x","role":"reader","expiresAt":7}""", "MLP1001", "$.expiresAt")]
    [InlineData("""{"name":"x","role":"reader"} more""", "MLP1001", "$")]
    [InlineData("""{"name":"a\u0000b","role":"reader"}""", "MLP1005", "$.name")]
    [InlineData("""{"name":"\ud800","role":"reader"}""", "MLP1001", "$.name")]
    [InlineData("""{"name":"x","role":"king"}""", "MLP1005", "king")]
    [InlineData("""{"name":"","role":"reader"}""", "MLP1005", "")]
    [InlineData("""{"name":"local:root","role":"reader"}""", "MLP1005", "local:root")]
    [InlineData("""{"name":"x","role":"reader","project":"../x"}""", "MLP1006", "../x")]
    [InlineData("""{"name":"x","role":"admin","project":"example.org/x"}""", "MLP1005", "example.org/x")]
    [InlineData("""{"name":"x","role":"reader","expiresAt":"2001-01-01T00:00:00Z"}""", "MLP1005", "2001-01-01T00:00:00.0000000+00:00")]
    public async Task Bodies_that_are_not_what_the_route_reads(string body, string code, string? value)
    {
        var answer = await _admin.PostAsync("/api/v1/tokens", new StringContent(body, Encoding.UTF8, "application/json"));
        var problem = await answer.Problem();
        Assert.Equal((HttpStatusCode.BadRequest, code, value), (answer.StatusCode, problem.Code, problem.Value));
        Assert.NotEmpty(problem.Remedy!);
        Assert.Single((await (await _admin.GetAsync("/api/v1/tokens?limit=1000")).Read<Page<Token>>()).Items, token => token.CreatedBy == "test" && token.RevokedAt is null);
    }

    [Theory]
    [InlineData("/api/v1/releases", "$.models[1]", """{"project":"example.org/x","runtime":"dotnet","tag":"v1.0.0","commit":"1111111111111111111111111111111111111111","tree":"1111111111111111111111111111111111111111","models":[{"name":"a","class":"A"},null]}""")]
    [InlineData("/api/v1/webhooks", "$.events[0]", """{"url":"http://127.0.0.1:1/","secret":"0123456789abcdef","events":[null]}""")]
    public async Task Lists_that_hold_null(string route, string path, string body)
    {
        var answer = await _admin.PostAsync(route, new StringContent(body, Encoding.UTF8, "application/json"));
        var problem = await answer.Problem();
        Assert.Equal((HttpStatusCode.BadRequest, "MLP1001", path), (answer.StatusCode, problem.Code, problem.Value));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    [InlineData("http://user:password@host/")]
    public async Task Endpoints_of_deployments_that_are_no_web_addresses(string endpoint)
    {
        var body = new StartDeployment("beam", "1.0.0", "weights", "1.0", "prod", Endpoint: endpoint);
        await (await _admin.PostAsJsonAsync("/api/v1/deployments", body, WireJson.Options)).Refuses(HttpStatusCode.BadRequest, "MLP1005");
    }

    [Fact]
    public async Task Bodies_in_another_encoding_or_of_another_type()
    {
        var invalid = new ByteArrayContent([.. "{\"name\":\""u8, 0xff, 0xfe, .. "\",\"role\":\"reader\"}"u8]);
        invalid.Headers.ContentType = new("application/json");
        await (await _admin.PostAsync("/api/v1/tokens", invalid)).Refuses(HttpStatusCode.BadRequest, "MLP1001");
        await (await _admin.PostAsync("/api/v1/tokens", new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded"))).Refuses(HttpStatusCode.UnsupportedMediaType, "MLP1010");
        await (await _admin.PostAsync("/api/v1/tokens", new ByteArrayContent("{}"u8.ToArray()))).Refuses(HttpStatusCode.UnsupportedMediaType, "MLP1010");
    }

    [Fact]
    public async Task Bodies_that_are_nested_too_deeply_or_too_large()
    {
        var deep = $$"""{"events":{{new string('[', 100)}}{{new string(']', 100)}},"url":"http://x","secret":"0123456789abcdef"}""";
        await (await _admin.PostAsync("/api/v1/webhooks", new StringContent(deep, Encoding.UTF8, "application/json"))).Refuses(HttpStatusCode.BadRequest, "MLP1001");
        using var large = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tokens") { Content = new StringContent($$"""{"name":"{{new string('x', 5 << 20)}}","role":"reader"}""", Encoding.UTF8, "application/json") };
        large.Headers.ExpectContinue = true;
        var refused = await (await _admin.SendAsync(large)).Problem();
        Assert.Equal((413, "MLP1011", "4194304"), (refused.Status, refused.Code, refused.Value));
    }

    [Theory]
    [InlineData("GET", "/api/v1/tokens?limit=0", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/tokens?limit=1001", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/tokens?limit=x", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/tokens?limit=1&limit=2", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/tokens?after=-1", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/tokens?token=mlp_x", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/types?text=%00", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/types?project=..", HttpStatusCode.BadRequest, "MLP1006")]
    [InlineData("GET", "/api/v1/types/..%2f..%2fetc", HttpStatusCode.BadRequest, "MLP1002")]
    [InlineData("GET", "/api/v1/types/UPPER", HttpStatusCode.BadRequest, "MLP1002")]
    [InlineData("GET", "/api/v1/types/unknown", HttpStatusCode.NotFound, "MLP1007")]
    [InlineData("GET", "/api/v1/blobs/sha256:XYZ", HttpStatusCode.BadRequest, "MLP1004")]
    [InlineData("GET", "/api/v1/blobs/sha256:0000000000000000000000000000000000000000000000000000000000000000", HttpStatusCode.NotFound, "MLP1007")]
    [InlineData("GET", "/api/v1/uploads/..%2fregistry.db", HttpStatusCode.NotFound, "MLP4007")]
    [InlineData("GET", "/api/v1/releases/x", HttpStatusCode.NotFound, "MLP1008")]
    [InlineData("GET", "/api/v1/releases/99999999999999999999", HttpStatusCode.NotFound, "MLP1008")]
    [InlineData("GET", "/api/v1/events?kind=*x", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/events?kind=token.creatd", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/deployments?at=2026-01-01T00:00:00", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/types?text=%20", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/search?text=a%20b%20c%20d%20e%20f%20g%20h%20i", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/types?after=NO%20NAME", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/parameters?after=NO%20NAME", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/types/unknown/versions?after=x", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/parameters/unknown/versions?after=x", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/pairs?after=x", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/compatibility?type=unknown&after=x", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/grants?after=a%20b%20c", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("PATCH", "/api/v1/uploads/00000000000000000000000000000000?offset=-1", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/pairs?standalone=perhaps", HttpStatusCode.BadRequest, "MLP1005")]
    [InlineData("GET", "/api/v1/nowhere", HttpStatusCode.NotFound, "MLP1008")]
    [InlineData("BREW", "/api/v1/tokens", HttpStatusCode.MethodNotAllowed, "MLP1009")]
    [InlineData("PUT", "/api/v1/tokens", HttpStatusCode.MethodNotAllowed, "MLP1009")]
    public async Task Addresses_that_mean_nothing(string method, string address, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_registry.BaseUrl + address[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        await (await _admin.SendAsync(request)).Refuses(status, code);
    }

    [Theory]
    [InlineData("2999-01-01T01:00:00.123+01:00")]
    [InlineData("2999-01-01T00:00:00.123000000Z")]
    public async Task Times_are_read_with_the_zone_they_say(string text)
    {
        var body = $$"""{"name":"of a time","role":"reader","expiresAt":"{{text}}"}""";
        var created = await (await _admin.PostAsync("/api/v1/tokens", new StringContent(body, Encoding.UTF8, "application/json"))).Read<CreatedToken>();
        Assert.Equal(new DateTimeOffset(2999, 1, 1, 0, 0, 0, 123, TimeSpan.Zero), created.Token.ExpiresAt);
        await _admin.DeleteAsync($"/api/v1/tokens/{created.Token.Id}");
    }

    [Fact]
    public async Task Addresses_and_headers_that_are_too_long_are_told_as_every_other_mistake()
    {
        await (await _admin.GetAsync($"/api/v1/types?text={new string('x', 9_000)}")).Refuses(HttpStatusCode.RequestUriTooLong, "MLP1015");
        using var large = new HttpRequestMessage(HttpMethod.Get, "/api/v1/types");
        large.Headers.Add("X-Large", Enumerable.Repeat(new string('x', 1_000), 40));
        await (await _admin.SendAsync(large)).Refuses(HttpStatusCode.RequestHeaderFieldsTooLarge, "MLP1016");
        using var many = new HttpRequestMessage(HttpMethod.Get, "/api/v1/types");
        Enumerable.Range(0, 120).ToList().ForEach(i => many.Headers.Add($"X-{i}", "x"));
        await (await _admin.SendAsync(many)).Refuses(HttpStatusCode.RequestHeaderFieldsTooLarge, "MLP1016");
    }

    [Theory]
    [InlineData("typeVersion=1.0.1234567890")]
    [InlineData("parametersVersion=1.1234567890")]
    public async Task Numbers_of_versions_have_nine_digits_and_the_remedy_says_so(string query)
    {
        var problem = await (await _admin.GetAsync($"/api/v1/why?type=beam&parameters=weights&{query}")).Problem();
        Assert.Equal("MLP1003", problem.Code);
        Assert.Contains("nine digits", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_told_short_and_without_what_would_move_a_terminal()
    {
        var answer = await _admin.PostAsync("/api/v1/tokens", new StringContent($$"""{"name":"x","role":"\u001b[31m{{new string('r', 1000)}}"}""", Encoding.UTF8, "application/json"));
        var problem = await answer.Problem();
        Assert.Equal(200, problem.Value!.Length);
        Assert.DoesNotContain('\u001b', problem.Value);
    }

    [Fact]
    public async Task A_body_that_hardly_comes_is_not_waited_for()
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _registry.BaseUrl.Port);
        var stream = connection.GetStream();
        var token = _admin.DefaultRequestHeaders.Authorization;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"));
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.StartsWith("HTTP/1.1 408", text, StringComparison.Ordinal);
        Assert.Contains("MLP1014", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_ends_too_early_changes_nothing()
    {
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(IPAddress.Loopback, _registry.BaseUrl.Port);
            var token = _admin.DefaultRequestHeaders.Authorization;
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"name\":\"half\",\"role\":\"reader\"}}"));
            await Task.Delay(200);
        }

        Assert.DoesNotContain((await (await _admin.GetAsync("/api/v1/tokens")).Read<Page<Token>>()).Items, token => token.Name == "half");
        Assert.Equal(HttpStatusCode.OK, (await _admin.GetAsync("/api/v1/whoami")).StatusCode);
    }

    [Fact]
    public void The_frameworks_json_options_are_those_of_the_wire()
    {
        var filled = new System.Text.Json.JsonSerializerOptions();
        ServerJson.Apply(filled);
        foreach (var property in typeof(System.Text.Json.JsonSerializerOptions).GetProperties().Where(p => p.CanWrite && p.Name != "TypeInfoResolver"))
        {
            Assert.True(Equals(property.GetValue(WireJson.Options), property.GetValue(filled)), property.Name);
        }
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal TestRegistry Registry { get; private set; } = null!;

        internal HttpClient Admin { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Registry = await TestRegistry.Start(settings => settings with { SlowBodyGrace = TimeSpan.FromSeconds(2) });
            Admin = await Registry.As("admin");
        }

        public ValueTask DisposeAsync() => Registry.DisposeAsync();
    }
}
