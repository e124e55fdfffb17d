using System.Security.Cryptography;

namespace Mlp.Oci;

/// <summary>How often and after which waits something is tried again: twice as long each time, and never all callers at once.</summary>
internal sealed record Retry(int Attempts, TimeSpan FirstDelay, TimeProvider Clock)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    /// <summary>A registry that asks for a longer wait than this has said no.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(1);

    public async Task<T> Run<T>(Func<Ct, Task<T>> attempt, Ct ct)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await attempt(ct);
            }
            catch (OciException e) when (MayTryAgain(e, tried))
            {
                await Wait(tried, e.RetryAfter, ct);
            }
        }
    }

    public bool MayTryAgain(OciException failure, int tried) =>
        failure.IsTransient && tried < Attempts && (failure.RetryAfter ?? TimeSpan.Zero) <= LongestAsked;

    public Task Wait(int tried, TimeSpan? asked, Ct ct) => Task.Delay(asked is { } delay && delay > Backoff(tried) ? delay : Backoff(tried), Clock, ct);

    private TimeSpan Backoff(int tried)
    {
        var longest = Math.Min(FirstDelay.TotalMilliseconds * Math.Pow(2, tried - 1), LongestDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(longest * RandomNumberGenerator.GetInt32(500, 1001) / 1000);
    }
}
