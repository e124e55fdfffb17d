using Mlp.Server.Metrics;

namespace Mlp.Server.Hosting;

/// <summary>Stops the registry when nobody has asked for anything for a while. Health checks are nobody.</summary>
internal sealed class IdleExit(TimeSpan after, Activity activity, RegistryMetrics metrics, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<IdleExit> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(Ct stoppingToken)
    {
        var pause = TimeSpan.FromMilliseconds(Math.Clamp(after.TotalMilliseconds / 10, 10, 1000));
        while (metrics.InFlight > 0 || activity.Idle < after)
        {
            await Task.Delay(pause, clock, stoppingToken);
        }

        log.LogInformation("no request for {Duration}: stopping", after);
        activity.End();
        lifetime.StopApplication();
    }
}
