using Mlp.Server.Hosting;
using Mlp.Server.Metrics;

namespace Mlp.Server.Storage;

/// <summary>Removes uploads that nobody goes on with.</summary>
internal sealed class AbandonedUploads(UploadStaging staging, RegistryMetrics metrics, TimeProvider clock, ILogger<AbandonedUploads> log)
    : EnduringService(metrics, clock, log)
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(24);
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private readonly TimeProvider _clock = clock;
    private readonly ILogger<AbandonedUploads> _log = log;

    protected override string Name => "abandoned-uploads";

    protected override async Task Work(Ct ct)
    {
        while (true)
        {
            try
            {
                if (staging.RemoveAbandoned(_clock, Age) is > 0 and var removed)
                {
                    _log.LogInformation("removed {Count} uploads that nobody went on with for {Age}", removed, Age);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _log.LogWarning("abandoned uploads stay for now: {Error}", e.Message);
            }

            await Task.Delay(Every, _clock, ct);
        }
    }
}
