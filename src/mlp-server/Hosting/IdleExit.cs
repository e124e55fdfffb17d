using Mlp.Server.Metrics;
using Mlp.Server.Serving;

namespace Mlp.Server.Hosting;

/// <summary>Stops the registry when nobody has asked for anything for a while, and it serves no model. Health checks are nobody.</summary>
internal sealed class IdleExit(TimeSpan after, Activity activity, Backends served, RegistryMetrics metrics, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<IdleExit> log)
    : EnduringService(metrics, clock, log)
{
    private readonly RegistryMetrics _metrics = metrics;
    private readonly TimeProvider _clock = clock;
    private readonly ILogger<IdleExit> _log = log;

    protected override string Name => "idle-exit";

    protected override async Task Work(Ct ct)
    {
        var pause = TimeSpan.FromMilliseconds(Math.Clamp(after.TotalMilliseconds / 10, 10, 1000));
        while (_metrics.InFlight > 0 || served.Count > 0 || activity.Idle < after)
        {
            await Task.Delay(pause, _clock, ct);
        }

        _log.LogInformation("no request for {Duration}: stopping", after);
        activity.End();
        lifetime.StopApplication();
    }
}
