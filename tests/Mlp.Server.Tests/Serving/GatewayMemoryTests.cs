using System.Security.Cryptography;
using Mlp.Testing;

namespace Mlp.Server.Tests.Serving;

/// <summary>Bodies larger than what the gateway may hold.</summary>
[Collection(Alone.Name)]
public sealed class GatewayMemoryTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const int Large = 64 << 20;

    [Fact]
    public async Task A_large_body_comes_through_as_it_is_both_ways_and_nothing_of_it_is_kept()
    {
        var bytes = RandomNumberGenerator.GetBytes(1 << 20);
        var (model, path) = await gateway.Serve(async context =>
        {
            var hash = await SHA256.HashDataAsync(context.Request.Body);
            context.Response.Headers["X-Hash"] = Convert.ToHexStringLower(hash);
            for (var sent = 0; sent < Large; sent += bytes.Length)
            {
                await context.Response.Body.WriteAsync(bytes);
            }
        });
        await using var running = model;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var content = new StreamContent(new Repeated(bytes, Large));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var answer = await gateway.Reader.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var expected = Convert.ToHexStringLower(await SHA256.HashDataAsync(new Repeated(bytes, Large)));
        Assert.Equal(expected, Assert.Single(answer.Headers.GetValues("X-Hash")));
        Assert.Equal(expected, Convert.ToHexStringLower(await SHA256.HashDataAsync(await answer.Content.ReadAsStreamAsync())));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Large / 4);
    }
}
