using System.Net;
using Mlp.Server.Tests.Hosting;

namespace Mlp.Server.Tests.Serving;

/// <summary>By itself, because it takes as long as the gateway is patient.</summary>
public sealed class GatewayPatienceTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task A_pair_whose_process_is_away_is_waited_for_and_then_told_with_when_to_come_again()
    {
        var pair = gateway.Expect();
        using var answer = await gateway.Reader.GetAsync($"serve/{pair}/predict");
        await answer.Refuses(HttpStatusCode.ServiceUnavailable, "MLP5104");
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
    }
}
