using System.Diagnostics;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Hosting;

/// <summary>The end of the process, without losing a request.</summary>
/// <remarks>
/// First it says that it is not ready, answers whatever still comes and ends each connection with its answer, until it has been quiet for
/// a moment; then it stops listening, and waits for what is left.
/// </remarks>
internal sealed class Drain(ServingState state, RequestMetrics requests, TimeSpan timeout)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(5);

    /// <summary>Whether everything was answered.</summary>
    public async Task<bool> Run(KestrelServer server, Ct hurry)
    {
        state.Drain();
        var clock = Stopwatch.StartNew();
        await WaitForQuiet(clock, hurry);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(hurry);
        end.CancelAfter(timeout > clock.Elapsed ? timeout - clock.Elapsed : TimeSpan.Zero);
        await server.StopAsync(end.Token); // Waits for the requests that run, and breaks them off when the time is over.
        return !end.IsCancellationRequested;
    }

    private async Task WaitForQuiet(Stopwatch clock, Ct hurry)
    {
        var grace = timeout / 2 < LongestGrace ? timeout / 2 : LongestGrace;
        var (quietSince, seen) = (clock.Elapsed, requests.Total);
        while (clock.Elapsed < grace && clock.Elapsed - quietSince < Quiet && !hurry.IsCancellationRequested)
        {
            await Task.Delay(10, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (requests.Running > 0 || requests.Total != seen)
            {
                (quietSince, seen) = (clock.Elapsed, requests.Total);
            }
        }
    }
}
