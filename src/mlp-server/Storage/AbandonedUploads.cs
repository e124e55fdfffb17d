namespace Mlp.Server.Storage;

/// <summary>Removes uploads that nobody goes on with.</summary>
internal sealed class AbandonedUploads(UploadStaging staging, TimeProvider clock, ILogger<AbandonedUploads> log) : BackgroundService
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(24);
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(Ct stoppingToken)
    {
        while (true)
        {
            try
            {
                if (staging.RemoveAbandoned(clock, Age) is > 0 and var removed)
                {
                    log.LogInformation("removed {Count} uploads that nobody went on with for {Age}", removed, Age);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("abandoned uploads stay for now: {Error}", e.Message);
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }
}
