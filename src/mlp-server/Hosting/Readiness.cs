using System.Diagnostics.CodeAnalysis;
using Mlp.Server.Database;
using Mlp.Server.Storage;

namespace Mlp.Server.Hosting;

/// <summary>Whether everything behind the registry answers; asked at most once a second, however many want to know.</summary>
internal sealed class Readiness(Store store, IBlobStore blobs, TimeProvider clock, ILogger<Readiness> log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lock _choosing = new();
    private Task<bool> _latest = Task.FromResult(false);
    private long? _askedAt;

    public Task<bool> Check(Ct ct)
    {
        lock (_choosing)
        {
            if (_askedAt is not { } asked || (clock.GetElapsedTime(asked) > Kept && _latest.IsCompleted))
            {
                _askedAt = clock.GetTimestamp();
                _latest = Ask();
            }

            return _latest.WaitAsync(ct);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong means: not ready.")]
    private async Task<bool> Ask()
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            await store.Read(session => session.First<long>("SELECT MAX(version) FROM schema_version"), patience.Token).WaitAsync(patience.Token);
            await blobs.CheckReady(patience.Token).WaitAsync(patience.Token);
            return true;
        }
        catch (Exception e)
        {
            log.LogWarning("not ready: {Error}", e.Message);
            return false;
        }
    }
}
