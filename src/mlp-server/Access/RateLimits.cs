using System.Net;
using System.Threading.RateLimiting;
using Mlp.Server.Hosting;
using Mlp.Server.Metrics;

namespace Mlp.Server.Access;

/// <summary>Keeps one caller from taking everything, and guessers from asking the database.</summary>
internal sealed class RateLimits(ServerSettings settings, RegistryMetrics metrics) : IDisposable
{
    private const int FailuresAtOnce = 20;
    private static readonly TimeSpan OneMoreFailureEvery = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<long>? _byToken = settings.RateLimit > 0
        ? PartitionedRateLimiter.Create<long, long>(token => RateLimitPartition.GetTokenBucketLimiter(token, _ => PerToken(settings.RateLimit)))
        : null;

    private readonly PartitionedRateLimiter<IPAddress> _failures = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => Failures()));

    public void DemandTurn(HttpContext context, long token)
    {
        using var lease = _byToken?.AttemptAcquire(token);
        if (lease is { IsAcquired: false })
        {
            Refuse(context, lease, "the token made too many requests", $"send at most {settings.RateLimit} requests per second, and retry after the time in Retry-After");
        }
    }

    /// <summary>Refuses addresses that failed too often, without asking the database once more.</summary>
    public void DemandFewFailures(HttpContext context)
    {
        using var lease = _failures.AttemptAcquire(Address(context), permitCount: 0);
        if (!lease.IsAcquired)
        {
            Refuse(context, lease, "too many requests with wrong tokens came from this address", "wait, and use a token that is accepted");
        }
    }

    public void CountFailure(HttpContext context) => _failures.AttemptAcquire(Address(context)).Dispose();

    public void Dispose()
    {
        _byToken?.Dispose();
        _failures.Dispose();
    }

    private void Refuse(HttpContext context, RateLimitLease lease, string fact, string remedy)
    {
        metrics.RequestWasLimited();
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : OneMoreFailureEvery;
        throw new Refusal(ErrorCode.TooManyRequests, fact, remedy: remedy) { RetryAfter = wait };
    }

    private static TokenBucketRateLimiterOptions PerToken(double rate)
    {
        var tokens = Math.Max(1, (int)(rate / 20));
        return new() { TokenLimit = Math.Max(1, (int)rate), TokensPerPeriod = tokens, ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / rate), AutoReplenishment = false };
    }

    private static TokenBucketRateLimiterOptions Failures() =>
        new() { TokenLimit = FailuresAtOnce, TokensPerPeriod = 1, ReplenishmentPeriod = OneMoreFailureEvery, AutoReplenishment = false };

    // One holder of an IPv6 network has 2^64 addresses of it.
    private static IPAddress Address(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? new([.. address.GetAddressBytes().Take(8), .. new byte[8]]) : address;
    }
}
