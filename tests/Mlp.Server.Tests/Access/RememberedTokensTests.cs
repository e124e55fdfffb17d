using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Mlp.Server.Access;
using Mlp.Server.Tests.Hosting;
using Mlp.Server.Tests.Serving;

namespace Mlp.Server.Tests.Access;

/// <summary>What the gateway remembers of tokens never outlives a revocation by more than is promised.</summary>
public sealed class RememberedTokensTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Hash = "0123";

    [Fact]
    public async Task A_token_that_is_revoked_here_predicts_no_more_when_that_is_answered()
    {
        var (model, path) = await gateway.Serve(context => context.Response.WriteAsync("yes"));
        await using var running = model;
        using var admin = await gateway.Registry.As("admin");
        for (var i = 0; i < 5; i++)
        {
            var token = await gateway.Registry.NewToken("reader");
            using var client = gateway.Registry.With(token.Secret);
            Assert.Equal("yes", await client.GetStringAsync(path));
            (await admin.DeleteAsync($"api/v1/tokens/{token.Token.Id.ToString(CultureInfo.InvariantCulture)}")).EnsureSuccessStatusCode();
            await (await client.GetAsync(path)).Refuses(HttpStatusCode.Unauthorized, "MLP2002");
        }
    }

    [Fact]
    public async Task A_token_that_another_server_revokes_predicts_for_a_moment_at_most_and_reads_no_more_at_once()
    {
        var (model, path) = await gateway.Serve(context => context.Response.WriteAsync("yes"));
        await using var running = model;
        var token = await gateway.Registry.NewToken("reader");
        using var client = gateway.Registry.With(token.Secret);
        Assert.Equal("yes", await client.GetStringAsync(path));
        await gateway.Registry.Store.Write("another server", session => Tokens.Revoke(session, token.Token.Id), Ct.None);
        await (await client.GetAsync("api/v1/whoami")).Refuses(HttpStatusCode.Unauthorized, "MLP2002");
        var revoked = TimeProvider.System.GetTimestamp();
        while ((await client.GetAsync(path)).IsSuccessStatusCode)
        {
            Assert.InRange(TimeProvider.System.GetElapsedTime(revoked).TotalSeconds, 0, 10);
        }

        await (await client.GetAsync(path)).Refuses(HttpStatusCode.Unauthorized, "MLP2002");
    }

    [Fact]
    public void What_was_read_before_a_revocation_is_not_remembered_after_it()
    {
        var remembered = new RememberedTokens(TimeProvider.System);
        var before = remembered.Revocations;
        remembered.Keep(Hash, new() { Id = 1 }, before);
        Assert.Equal(1, remembered.Find(Hash)?.Id);
        remembered.Forget();
        Assert.Null(remembered.Find(Hash));
        remembered.Keep(Hash, new() { Id = 1 }, before);
        Assert.Null(remembered.Find(Hash));
    }

    [Fact]
    public void A_token_that_expires_meanwhile_is_asked_for_again()
    {
        var remembered = new RememberedTokens(TimeProvider.System);
        remembered.Keep(Hash, new() { Id = 1, ExpiresAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() }, remembered.Revocations);
        Assert.Null(remembered.Find(Hash));
    }
}
