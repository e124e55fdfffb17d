using System.Collections.Concurrent;
using System.Data.Common;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Server.Metrics;

namespace Mlp.Server.Access;

/// <summary>Notes when tokens were last used, to the minute, apart from the requests that use them.</summary>
internal sealed class LastUse(Store store, RegistryMetrics metrics, TimeProvider clock, ILogger<LastUse> log) : EnduringService(metrics, clock, log)
{
    private const int MostSeen = 10_000;
    private static readonly TimeSpan WrittenEvery = TimeSpan.FromSeconds(5);
    private static readonly long Minute = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;
    private readonly TimeProvider _clock = clock;
    private readonly ILogger<LastUse> _log = log;
    private readonly ConcurrentDictionary<string, long> _noted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, long> _unwritten = new();

    protected override string Name => "last-use";

    /// <summary>Whether a token with this hash was accepted not long ago. It may have been revoked since.</summary>
    public bool WasSeen(string hash) => _noted.ContainsKey(hash);

    /// <summary>A token with this hash is accepted no more.</summary>
    public void Forget(string hash) => _noted.TryRemove(hash, out _);

    public void Note(TokenRow token)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (_noted.TryGetValue(token.Hash, out var noted) && now - noted < Minute)
        {
            return;
        }

        if (_noted.Count >= MostSeen)
        {
            _noted.Clear();
        }

        _noted[token.Hash] = now;
        if (now - (token.LastUsedAt ?? 0) >= Minute)
        {
            _unwritten[token.Id] = now;
        }
    }

    public override async Task StopAsync(Ct cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await Write();
        }
#pragma warning disable CA1031 // Stopping is not kept up by it, and what comes next is the end.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.LogError(e, "the last use of tokens could not be noted before the end");
        }
    }

    protected override async Task Work(Ct ct)
    {
        while (true)
        {
            await Task.Delay(WrittenEvery, _clock, ct);
            await Write();
        }
    }

    private async Task Write()
    {
        var uses = _unwritten.ToArray();
        if (uses.Length == 0)
        {
            return;
        }

        try
        {
            await store.Write("registry", session => session.Execute("UPDATE token SET last_used_at = @Value WHERE id = @Key AND COALESCE(last_used_at, 0) < @Value", uses.Select(u => new { u.Key, u.Value })), Ct.None);
            foreach (var use in uses)
            {
                _unwritten.TryRemove(use);
            }
        }
        catch (Exception e) when (e is DbException or TimeoutException or IOException)
        {
            // Nothing depends on it; the next round writes it.
            _log.LogWarning("the last use of {Count} tokens could not be noted: {Error}", uses.Length, e.Message);
        }
    }
}
