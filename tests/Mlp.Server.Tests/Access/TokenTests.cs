using System.Net;
using System.Text;
using Mlp.Server.Tests.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Tests.Access;

public sealed class TokenTests(TokenTests.Fixture fixture) : IClassFixture<TokenTests.Fixture>
{
    private readonly TestRegistry _registry = fixture.Registry;
    private readonly HttpClient _admin = fixture.Admin;

    [Fact]
    public async Task A_new_token_works_at_once_and_a_revoked_one_stops_at_once()
    {
        var created = await _admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken("ci of awake", "publisher", "example.org/awake"));
        var ci = _registry.With(created.Secret);
        Assert.Equal(new Identity("ci of awake", "publisher", "example.org/awake"), await (await ci.GetAsync("/api/v1/whoami")).Read<Identity>());

        var revoked = await (await _admin.DeleteAsync($"/api/v1/tokens/{created.Token.Id}")).Read<Token>();
        Assert.NotNull(revoked.RevokedAt);
        await (await ci.GetAsync("/api/v1/whoami")).Refuses(HttpStatusCode.Unauthorized, "MLP2002");
        Assert.Equal(revoked, await (await _admin.DeleteAsync($"/api/v1/tokens/{created.Token.Id}")).Read<Token>());
        await (await _admin.DeleteAsync("/api/v1/tokens/999999")).Refuses(HttpStatusCode.NotFound, "MLP1007");
    }

    [Fact]
    public async Task An_expired_token_stops()
    {
        var expires = DateTimeOffset.UtcNow.AddSeconds(5);
        var token = await _registry.NewToken("reader", expires: expires);
        var reader = _registry.With(token.Secret);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/v1/whoami")).StatusCode);
        await Task.Delay(expires - DateTimeOffset.UtcNow + TimeSpan.FromMilliseconds(100));
        var answer = await reader.GetAsync("/api/v1/whoami");
        var problem = await answer.Problem();
        Assert.Equal((HttpStatusCode.Unauthorized, "MLP2002"), (answer.StatusCode, problem.Code));
        Assert.Contains("expired", problem.Detail, StringComparison.Ordinal);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData(null, "MLP2001")]
    [InlineData("Bearer", "MLP2002")]
    [InlineData("Bearer mlp_short", "MLP2002")]
    [InlineData("Bearer mlp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "MLP2002")]
    [InlineData("Bearer mlp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'", "MLP2002")]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==", "MLP2002")]
    public async Task Other_credentials_are_refused(string? header, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/whoami");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        var answer = await _registry.Anonymous.SendAsync(request);
        await answer.Refuses(HttpStatusCode.Unauthorized, code);
        Assert.DoesNotContain("mlp_AAAA", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_the_address_counts_for_nothing()
    {
        var token = await _registry.NewToken("admin");
        await (await _registry.Anonymous.GetAsync($"/api/v1/whoami?access_token={token.Secret}")).Refuses(HttpStatusCode.Unauthorized, "MLP2001");
        Assert.DoesNotContain(token.Secret, _registry.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reader", "GET", "/api/v1/types", true)]
    [InlineData("reader", "POST", "/api/v1/uploads", false)]
    [InlineData("reader", "GET", "/api/v1/tokens", false)]
    [InlineData("publisher", "GET", "/api/v1/types", true)]
    [InlineData("publisher", "POST", "/api/v1/uploads", true)]
    [InlineData("publisher", "POST", "/api/v1/deployments/1/end", false)]
    [InlineData("publisher", "GET", "/api/v1/webhooks", false)]
    [InlineData("deployer", "GET", "/api/v1/types", true)]
    [InlineData("deployer", "POST", "/api/v1/uploads", false)]
    [InlineData("deployer", "POST", "/api/v1/deployments/1/end", true)]
    [InlineData("admin", "POST", "/api/v1/uploads", true)]
    [InlineData("admin", "POST", "/api/v1/deployments/1/end", true)]
    [InlineData("admin", "GET", "/api/v1/tokens", true)]
    public async Task Roles_open_what_is_theirs(string role, string method, string route, bool opens)
    {
        var client = await _registry.As(role);
        using var request = new HttpRequestMessage(new HttpMethod(method), route);
        var answer = await client.SendAsync(request);
        if (opens)
        {
            Assert.NotEqual(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        else
        {
            await answer.Refuses(HttpStatusCode.Forbidden, "MLP2003");
        }
    }

    [Fact]
    public async Task A_token_for_one_project_writes_to_no_other()
    {
        var release = new OpenRelease("example.org/other", "dotnet", "v1.0.0", new string('a', 40), new string('b', 40), null, [new("beam_line", "Beams.BeamLine")]);
        var scoped = await _registry.As("publisher", "example.org/awake");
        var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(scoped, "/api/v1/releases", release, WireJson.Options);
        await answer.Refuses(HttpStatusCode.Forbidden, "MLP2004");
        Assert.Empty((await (await _admin.GetAsync("/api/v1/releases")).Read<Page<Release>>()).Items);
    }

    [Fact]
    public async Task Lists_page_through_all_tokens()
    {
        for (var i = 0; i < 4; i++)
        {
            await _registry.NewToken("reader", name: $"listed {i}");
        }

        var names = new List<string>();
        for (var after = ""; after is not null;)
        {
            var page = await (await _admin.GetAsync($"/api/v1/tokens?limit=2{(after.Length > 0 ? $"&after={after}" : "")}")).Read<Page<Token>>();
            Assert.InRange(page.Items.Count, 1, 2);
            names.AddRange(page.Items.Select(t => t.Name));
            after = page.Next;
        }

        Assert.Equal(["listed 0", "listed 1", "listed 2", "listed 3"], names.Where(n => n.StartsWith("listed ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_secret_is_in_the_record_the_log_or_a_list()
    {
        var token = await _admin.Post<CreatedToken>("/api/v1/tokens", new CreateToken("x", "reader"));
        await _registry.With(token.Secret).GetAsync("/api/v1/whoami");
        Assert.DoesNotContain(token.Secret, await _admin.GetStringAsync("/api/v1/tokens"), StringComparison.Ordinal);
        Assert.DoesNotContain(token.Secret, await _admin.GetStringAsync("/api/v1/events"), StringComparison.Ordinal);
        Assert.DoesNotContain(token.Secret, _registry.Log, StringComparison.Ordinal);
        foreach (var file in _registry.Home.GetFiles("registry.db*"))
        {
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Assert.DoesNotContain(token.Secret, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_last_use_is_noted_apart_from_the_request()
    {
        var token = await _registry.NewToken("reader", name: "used");
        await _registry.With(token.Secret).GetAsync("/api/v1/whoami");
        for (var i = 0; i < 200; i++)
        {
            var listed = (await (await _admin.GetAsync("/api/v1/tokens")).Read<Page<Token>>()).Items.Single(t => t.Name == "used");
            if (listed.LastUsedAt is { } used)
            {
                Assert.InRange(used, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddSeconds(1));
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("the use was not noted within 20 s");
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal TestRegistry Registry { get; private set; } = null!;

        internal HttpClient Admin { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Registry = await TestRegistry.Start();
            Admin = await Registry.As("admin");
        }

        public ValueTask DisposeAsync() => Registry.DisposeAsync();
    }
}
