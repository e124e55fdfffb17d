using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Mlp.Server.Database;
using Mlp.Server.Deployments;
using Mlp.Server.Hosting;
using Mlp.Server.Metrics;
using Mlp.Wire;

namespace Mlp.Server.Serving;

/// <summary>
/// Makes what runs what the record says: starts what is to serve, switches to what is ready, ends what serves no more. The record is the only
/// memory, so that a restart, of this process or of the machine, goes on where it was.
/// </summary>
internal sealed class Rollouts(RolloutTargets targets, Backends backends, Store store, RegistryMetrics metrics, TimeProvider clock, ILogger<Rollouts> log) : EnduringService(metrics, clock, log)
{
    private const string Actor = "registry";
    private static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _clock = clock;
    private readonly ILogger<Rollouts> _log = log;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<long, Running> _running = [];
    private readonly Dictionary<string, Task> _cleaning = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _away = new(StringComparer.Ordinal);

    protected override string Name => "rollouts";

    protected override async Task Work(Ct ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Compare(ct);
            await targets.Wait(AskedEvery, ct);
        }
    }

    public override async Task StopAsync(Ct cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        targets.Leave();
        await Task.WhenAll(_running.Values.Select(running => running.End()));
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    // Beside the rollouts: one that does not answer holds up nobody.
    private async Task BeginToClean(IReadOnlySet<long> wanted, Ct ct)
    {
        foreach (var target in targets.Names.Where(name => _cleaning.GetValueOrDefault(name)?.IsCompleted != false))
        {
            var last = _cleaning.GetValueOrDefault(target, Task.CompletedTask);
            _cleaning[target] = Clean(target, wanted, ct);
            await last;
        }
    }

    private async Task Clean(string target, IReadOnlySet<long> wanted, Ct ct)
    {
        try
        {
            await targets[target].Clean(wanted, ct);
            _away.Remove(target, out _);
        }
        catch (RolloutException e)
        {
            if (_away.TryAdd(target, e.Message))
            {
                _log.LogWarning("'{Target}' is not usable at the moment, and is tried again: {Reason}", target, e.Message);
            }
        }
    }

    private async Task Compare(Ct ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var wanted = (await store.Read(session => session.Query<Placement>($"{Placement.Query} ORDER BY d.id"), ct)).Where(placement => targets.Names.Contains(placement.Target)).ToDictionary(placement => placement.Id);
            await BeginToClean(wanted.Keys.ToHashSet(), ct);
            foreach (var (id, running) in _running.Where(entry => entry.Value.IsOver).ToList())
            {
                _running.Remove(id);
            }

            foreach (var placement in wanted.Values.Where(placement => !_running.ContainsKey(placement.Id)))
            {
                _running[placement.Id] = Begin(placement);
            }

            foreach (var (_, running) in _running.Where(entry => !wanted.ContainsKey(entry.Key)))
            {
                running.BeginToEnd();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private Running Begin(Placement placement)
    {
        var service = new SupervisedService(placement, targets[placement.Target], backends, trouble => Record(session => Note(session, placement, trouble)), _clock, _log);
        backends.Expect(placement.Pair);
        return new(
            async ct =>
            {
                try
                {
                    await (placement.State == DeploymentState.Serving ? service.Supervise(null, ct) : RollOut(placement, service, ct));
                }
                catch (Exception e)
                {
                    // Nobody else hears of it; while it is wanted, it is begun again.
                    _log.LogError(e, "{Deployment} was left by its supervision", placement);
                    throw;
                }
                finally
                {
                    backends.ExpectNoMore(placement.Pair);
                }
            });
    }

    // What served before goes on until this one has answered; where it does not come so far, nothing has changed.
    [SuppressMessage("Design", "CA1031", Justification = "Whatever keeps it from starting, the record has to say that it failed.")]
    private async Task RollOut(Placement placement, SupervisedService service, Ct ct)
    {
        IService started;
        try
        {
            started = await targets[placement.Target].Start(placement, ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return;
        }
        catch (RolloutException e)
        {
            _log.LogWarning("{Deployment} failed: {Reason}", placement, e.Message);
            await Record(session => Fail(session, placement, e.Message));
            return;
        }
        catch (Exception e)
        {
            _log.LogError(e, "{Deployment} failed", placement);
            await Record(session => Fail(session, placement, "the registry failed; its log has the reason"));
            return;
        }

        if (await Switch(placement, started, ct))
        {
            await service.Supervise(started, ct);
        }
        else
        {
            await started.Stop();
        }
    }

    // In one turn: nobody may end the old one between the record and the gateway.
    private async Task<bool> Switch(Placement placement, IService started, Ct ct)
    {
        await _turn.WaitAsync(Ct.None);
        try
        {
            var serves = !ct.IsCancellationRequested && await Record(session => Serve(session, placement, started.Serving));
            if (serves)
            {
                backends.Switch(placement.Pair, started.Backend);
                _log.LogInformation("{Deployment} serves", placement);
            }

            return serves;
        }
        finally
        {
            _turn.Release();
            targets.Wake();
        }
    }

    private static async Task<bool> Serve(Session session, Placement placement, string? serving)
    {
        if ((await DeploymentRecord.Find(session, placement.Id)).State != DeploymentState.Starting)
        {
            return false;
        }

        await DeploymentRecord.Serves(session, placement.Id, serving);
        return true;
    }

    private static async Task<bool> Fail(Session session, Placement placement, string reason)
    {
        if (await session.First<DeploymentRow>($"{DeploymentRow.Query} WHERE d.id = @Id", new { placement.Id }) is { State: DeploymentState.Starting } row)
        {
            await DeploymentRecord.Fail(session, row, reason);
        }

        return true;
    }

    private static async Task<bool> Note(Session session, Placement placement, string? trouble) =>
        await session.Execute("UPDATE deployment SET error = @trouble WHERE id = @Id AND state = 'serving'", new { trouble, placement.Id }) > 0;

    // The rollout is done; that the record does not answer at the moment is no reason to do it again.
    private async Task<bool> Record(Func<Session, Task<bool>> change)
    {
        while (true)
        {
            try
            {
                return await store.Write(Actor, change, Ct.None);
            }
            catch (Exception e) when (e is DbException or TimeoutException)
            {
                _log.LogWarning("a rollout waits for the database: {Error}", e.Message);
                await Task.Delay(AskedEvery, _clock);
            }
        }
    }

    /// <summary>A deployment that is being started or served, or that is ending.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no handle: there is nothing to free.")]
    private sealed class Running
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _task;

        public Running(Func<Ct, Task> work) => _task = Task.Run(() => work(_stop.Token));

        public bool IsOver => _task.IsCompleted;

        public void BeginToEnd() => _stop.Cancel();

        public async Task End()
        {
            await _stop.CancelAsync();
            await _task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
