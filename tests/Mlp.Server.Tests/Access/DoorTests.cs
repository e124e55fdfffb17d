using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Mlp.Server.Access;
using Mlp.Server.Tests.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Tests.Access;

/// <summary>Which ways lead in: names, origins, the socket, the first token, and how often.</summary>
public sealed class DoorTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task The_socket_is_its_owners_alone_and_asks_for_no_token()
    {
        await using var registry = await TestRegistry.Start();
        var path = Path.Combine(registry.Home.FullName, "registry.sock");
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
        var handler = new SocketsHttpHandler();
        handler.ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var local = new HttpClient(handler);
        local.BaseAddress = new Uri("http://registry");
        var me = await (await local.GetAsync("/api/v1/whoami")).Read<Identity>();
        Assert.Equal(($"local:{Environment.UserName}", "admin"), (me.Name, me.Role));
    }

    [Fact]
    public async Task The_first_token_is_its_owners_alone_and_stays()
    {
        var home = Directory.CreateTempSubdirectory("mlp-");
        var file = Path.Combine(home.FullName, "admin.token");
        await using (var first = await TestRegistry.Start(home: home))
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
            Assert.Equal("admin", (await (await first.With(Kept()).GetAsync("/api/v1/whoami")).Read<Identity>()).Role);
        }

        var before = Kept();
        await using (await TestRegistry.Start(home: home))
        {
            Assert.Equal(before, Kept());
        }

        home.Delete(recursive: true);
        string Kept() => File.ReadAllText(file).Trim();
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("readable by others")]
    [InlineData("other content")]
    public async Task A_first_token_that_cannot_be_trusted_is_replaced_and_revoked(string what)
    {
        var home = Directory.CreateTempSubdirectory("mlp-");
        var file = Path.Combine(home.FullName, "admin.token");
        await (await TestRegistry.Start(home: home)).DisposeAsync();
        var before = (await File.ReadAllTextAsync(file)).Trim();
        switch (what)
        {
            case "gone":
                File.Delete(file);
                break;
            case "readable by others":
                File.SetUnixFileMode(file, OwnerOnly | UnixFileMode.OtherRead);
                break;
            default:
                await File.WriteAllTextAsync(file, "mlp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
                break;
        }

        await using (var registry = await TestRegistry.Start(home: home))
        {
            var now = (await File.ReadAllTextAsync(file)).Trim();
            Assert.NotEqual(before, now);
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
            await (await registry.With(before).GetAsync("/api/v1/whoami")).Refuses(HttpStatusCode.Unauthorized, "MLP2002");
            Assert.Equal(HttpStatusCode.OK, (await registry.With(now).GetAsync("/api/v1/whoami")).StatusCode);
        }

        home.Delete(recursive: true);
    }

    [Fact]
    public async Task A_second_registry_on_a_home_is_refused_and_the_first_goes_on()
    {
        await using var first = await TestRegistry.Start();
        var refused = await Assert.ThrowsAsync<StartupException>(() => TestRegistry.Start(home: first.Home));
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(first.Home.FullName, "registry.sock")));
        Assert.Equal(HttpStatusCode.OK, (await first.Anonymous.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task One_token_cannot_take_everything()
    {
        await using var registry = await TestRegistry.Start(settings => settings with { RateLimit = 5 });
        var (greedy, modest) = (await registry.As("reader", name: "greedy"), await registry.As("reader", name: "modest"));
        var refused = 0;
        for (var i = 0; i < 30; i++)
        {
            var answer = await greedy.GetAsync("/api/v1/whoami");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                await answer.Refuses(HttpStatusCode.TooManyRequests, "MLP2006");
                Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
                refused++;
            }
        }

        Assert.InRange(refused, 1, 25);
        Assert.Equal(HttpStatusCode.OK, (await modest.GetAsync("/api/v1/whoami")).StatusCode);
    }

    [Fact]
    public async Task The_log_has_one_line_per_request_with_neither_secrets_nor_line_breaks_of_others()
    {
        await using var registry = await TestRegistry.Start();
        var reader = await registry.As("reader", name: "log reader");
        await reader.GetAsync("/api/v1/types?text=hidden-word");
        await reader.GetAsync("/api/v1/types/a%0Aforged");
        var lines = registry.Log.Split('\n').Where(line => line.Contains("log reader", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Contains("GET /api/v1/types 200", lines[0], StringComparison.Ordinal);
        Assert.Contains("GET /api/v1/types/a%0Aforged 400", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-word", registry.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessers_are_slowed_and_those_who_share_their_address_are_not()
    {
        await using var registry = await TestRegistry.Start();
        var admin = await registry.As("admin");
        using var guesser = new HttpClient { BaseAddress = registry.BaseUrl };
        guesser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "mlp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/v1/whoami")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await guesser.GetAsync("/api/v1/whoami")).StatusCode);
        var statuses = new List<HttpStatusCode>();

        while (statuses.Count < 500 && !statuses.Contains(HttpStatusCode.TooManyRequests))
        {
            statuses.Add((await guesser.GetAsync("/api/v1/whoami")).StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/v1/whoami")).StatusCode);
    }

    [Fact]
    public async Task Of_guesses_that_come_at_once_no_more_are_let_through_than_one_after_another()
    {
        await using var registry = await TestRegistry.Start();
        using var guesser = new HttpClient { BaseAddress = registry.BaseUrl };
        var began = TimeProvider.System.GetTimestamp();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => Ask(guesser, Secret.Make())));
        var forgotten = (int)TimeProvider.System.GetElapsedTime(began).TotalSeconds + 1;
        Assert.InRange(statuses.Count(status => status == HttpStatusCode.Unauthorized), 20, 20 + forgotten);
        Assert.All(statuses, status => Assert.True(status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Right_tokens_that_come_at_once_are_all_let_in_however_new_they_are()
    {
        await using var registry = await TestRegistry.Start();
        var secrets = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ => (await registry.NewToken("reader")).Secret));
        using var everybody = new HttpClient { BaseAddress = registry.BaseUrl };
        Assert.All(await Task.WhenAll(secrets.Concat(secrets).Select(secret => Ask(everybody, secret))), status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_a_guess_from_then_on()
    {
        await using var registry = await TestRegistry.Start();
        var admin = await registry.As("admin");
        var token = await registry.NewToken("reader");
        using var client = new HttpClient { BaseAddress = registry.BaseUrl };
        Assert.Equal(HttpStatusCode.OK, await Ask(client, token.Secret));
        await admin.DeleteAsync($"/api/v1/tokens/{token.Token.Id}");
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(client, token.Secret));
        Assert.Contains(HttpStatusCode.TooManyRequests, await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => Ask(client, token.Secret))));
    }

    private static async Task<HttpStatusCode> Ask(HttpClient client, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/whoami");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return (await client.SendAsync(request)).StatusCode;
    }
}
