using System.Diagnostics.CodeAnalysis;

namespace Mlp.Server.Serving;

/// <summary>One deployment that serves: watched, and started again when it ends, until it is to serve no more.</summary>
/// <param name="placement">What serves.</param>
/// <param name="host">Runs it.</param>
/// <param name="backends">Where requests find it.</param>
/// <param name="tell">Is told why it does not serve at the moment, and null when it does again.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="log">For the operator.</param>
internal sealed class SupervisedService(Placement placement, IServiceHost host, Backends backends, Func<string?, Task> tell, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseOfOutage = TimeSpan.FromSeconds(1);
    private string? _trouble;
    private bool _hasTold;
    private bool _isOutage;

    /// <summary>Until <paramref name="ct"/> says that it is to serve no more; it then finishes what it is at.</summary>
    /// <param name="service">What serves already; null where it has to be started, as after a restart of the registry.</param>
    /// <param name="ct">Ends it.</param>
    public async Task Supervise(IService? service, Ct ct)
    {
        var pause = FirstPause;
        while (!ct.IsCancellationRequested)
        {
            var began = clock.GetTimestamp();
            service ??= await TryStart(ct);
            if (service is not null)
            {
                await UntilItEnds(service, ct);
                service = null;
            }

            // What ran long, or what its host took along, is no model that keeps ending.
            pause = _isOutage || clock.GetElapsedTime(began) > LongestPause ? FirstPause : pause;
            await Task.Delay(_isOutage ? PauseOfOutage : pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        if (service is not null)
        {
            await service.Stop();
        }
    }

    private async Task UntilItEnds(IService service, Ct ct)
    {
        backends.Switch(placement.Pair, service.Backend);
        await Tell(null);
        await ((Task)service.Ended).WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        backends.Remove(placement.Pair, service.Backend);
        if (service.Ended.IsCompleted)
        {
            await Tell(await service.Ended);
        }

        await service.Stop();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever keeps it from starting, it is tried again; and where it is not wanted any more, that is of no interest.")]
    private async Task<IService?> TryStart(Ct ct)
    {
        _isOutage = false;
        try
        {
            return await host.Start(placement, ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return null;
        }
        catch (RolloutException e)
        {
            _isOutage = e.IsOutage;
            await Tell(e.Message);
            return null;
        }
        catch (Exception e)
        {
            log.LogError(e, "{Deployment} could not be started", placement);
            await Tell("the registry failed; its log has the reason");
            return null;
        }
    }

    private async Task Tell(string? trouble)
    {
        // The first time in any case: it may have been told something else before a restart of the registry.
        if (_hasTold && trouble == _trouble)
        {
            return;
        }

        if (trouble is not null)
        {
            log.LogWarning("{Deployment} does not serve, and is started again: {Reason}", placement, trouble);
        }

        (_trouble, _hasTold) = (trouble, true);
        await tell(trouble);
    }
}
