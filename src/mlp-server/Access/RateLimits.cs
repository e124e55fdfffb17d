using System.Threading.RateLimiting;
using Mlp.Server.Hosting;
using Mlp.Server.Metrics;

namespace Mlp.Server.Access;

/// <summary>Keeps one caller from taking everything.</summary>
internal sealed class RateLimits(ServerSettings settings, RegistryMetrics metrics) : IDisposable
{
    private readonly PartitionedRateLimiter<long>? _byToken = settings.RateLimit > 0
        ? PartitionedRateLimiter.Create<long, long>(token => RateLimitPartition.GetTokenBucketLimiter(token, _ => PerToken(settings.RateLimit)))
        : null;

    public void DemandTurn(long token)
    {
        using var lease = _byToken?.AttemptAcquire(token);
        if (lease is { IsAcquired: false })
        {
            metrics.RequestWasLimited();
            throw new Refusal(ErrorCode.TooManyRequests, "the token made too many requests", remedy: $"send at most {settings.RateLimit} requests per second, and retry after the time in Retry-After")
            {
                RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : null,
            };
        }
    }

    public void Dispose() => _byToken?.Dispose();

    private static TokenBucketRateLimiterOptions PerToken(double rate)
    {
        var tokens = Math.Max(1, (int)(rate / 20));
        return new() { TokenLimit = Math.Max(1, (int)rate), TokensPerPeriod = tokens, ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / rate), AutoReplenishment = false };
    }
}
