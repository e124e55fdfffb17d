using System.Diagnostics.CodeAnalysis;
using Mlp.Server.Metrics;

namespace Mlp.Server.Hosting;

/// <summary>
/// Work beside the requests. Where it fails in a way that nobody foresaw, that is told with its stack and counted in the
/// metrics, and the work begins again after a pause, which grows; everything else goes on meanwhile.
/// </summary>
internal abstract class EnduringService(RegistryMetrics metrics, TimeProvider clock, ILogger log) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>As the log and the metrics call it.</summary>
    protected abstract string Name { get; }

    /// <summary>Until it is done for good, or is told to stop; it may be begun again after any failure.</summary>
    protected abstract Task Work(Ct ct);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is, neither the requests nor the other services have to suffer from it.")]
    protected sealed override async Task ExecuteAsync(Ct stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = clock.GetTimestamp();
            try
            {
                await Work(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                pause = clock.GetElapsedTime(began) > LongestPause ? FirstPause : pause;
                Tell(e, pause);
            }

            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Tells a failure that nobody foresaw, after which it goes on by itself.</summary>
    protected void Tell(Exception failure, TimeSpan again)
    {
        log.LogError(failure, "'{Service}' failed and is tried again in {Seconds:0.#} s; requests are answered meanwhile", Name, again.TotalSeconds);
        metrics.BackgroundFailures.Add($"service=\"{Name}\"");
    }
}
