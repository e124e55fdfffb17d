using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Mlp.Server.Hosting;
using Mlp.Server.Metrics;

namespace Mlp.Server.Events;

/// <summary>
/// Delivers events to webhooks, each in the order of what happened, at least once. What a receiver refuses is tried again
/// later, after others; while a receiver does not answer at all, everything for it waits.
/// </summary>
internal sealed class WebhookDispatcher(
    DeliveryQueue queue, WebhookSender sender, ChangeSignal signal, ServerSettings settings, RegistryMetrics metrics, TimeProvider clock, ILogger<WebhookDispatcher> log)
    : EnduringService(metrics, clock, log)
{
    private static readonly TimeSpan CleanedEvery = TimeSpan.FromHours(1);
    private readonly TimeProvider _clock = clock;
    private readonly ILogger<WebhookDispatcher> _log = log;
    private readonly ConcurrentDictionary<long, Task> _running = new();

    protected override string Name => "webhooks";

    protected override async Task Work(Ct ct)
    {
        var cleaned = _clock.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await signal.Wait(settings.Webhooks.AskEvery, ct);
                await Start(ct);
                if (_clock.GetElapsedTime(cleaned) > CleanedEvery)
                {
                    cleaned = _clock.GetTimestamp();
                    await queue.RemoveOldHistory(ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is DbException or TimeoutException)
            {
                _log.LogWarning("webhooks wait for the database: {Error}", e.Message);
                await Task.Delay(settings.Webhooks.AskEvery, _clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(_running.Values);
    }

    private async Task Start(Ct ct)
    {
        foreach (var id in await queue.Unattended(ct))
        {
            if (!_running.ContainsKey(id))
            {
                _running[id] = Task.Run(() => Serve(id, ct), Ct.None);
            }
        }
    }

    private async Task Serve(long id, Ct ct)
    {
        try
        {
            while (await queue.Claim(id, ct) is { } claimed && (claimed.HasMore || claimed.Due.Count > 0) && await DeliverAll(claimed.Due, ct))
            {
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // What was being sent is sent again after the next start: at least once.
        }
        catch (Exception e) when (e is DbException or TimeoutException or Refusal)
        {
            _log.LogWarning("the deliveries of webhook {Id} wait: {Error}", id, e.Message);
        }
#pragma warning disable CA1031 // One webhook that nobody can deliver to for an unknown reason is no reason to leave the others alone.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Nobody else begins with it before the pause is over, because it still counts as running.
            Tell(e, settings.Webhooks.Lease);
            await Task.Delay(settings.Webhooks.Lease, _clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await LetGo(id);
        }
    }

    // False where there is nothing more to try now.
    private async Task<bool> DeliverAll(IReadOnlyList<DueDelivery> all, Ct ct)
    {
        foreach (var due in all)
        {
            var attempt = await sender.Send(due, ct);
            var tried = Judge(due.Delivery, attempt);
            if (!await queue.Report(due, tried, attempt.NobodyAnswered, ct) || attempt.NobodyAnswered)
            {
                return false;
            }
        }

        return true;
    }

    private DeliveryRow Judge(DeliveryRow delivery, Attempt attempt)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var tried = delivery with { Attempts = delivery.Attempts + 1, StatusCode = attempt.StatusCode, Error = attempt.Error, LastAttemptAt = now, NextAttemptAt = null };
        if (attempt.Succeeded)
        {
            return tried with { State = DeliveryRow.Delivered };
        }

        var next = now + (long)Pause(tried.Attempts).TotalMilliseconds;
        return next - delivery.CreatedAt > settings.Webhooks.GiveUpAfter.TotalMilliseconds
            ? tried with { State = DeliveryRow.GivenUp }
            : tried with { NextAttemptAt = next };
    }

    // Half of the pause is chance, so that receivers that come back are not run down by all at once.
    private TimeSpan Pause(long attempts)
    {
        var doubled = settings.Webhooks.FirstPause * Math.Pow(2, Math.Min(attempts - 1, 30));
        var pause = doubled < settings.Webhooks.LongestPause ? doubled : settings.Webhooks.LongestPause;
        return pause * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 2000.0));
    }

    private async Task LetGo(long id)
    {
        try
        {
            await queue.Release(id);
        }
#pragma warning disable CA1031 // As above; nobody waits for this task, so that what it threw would be lost.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The lease runs out by itself.
            _log.LogWarning(e, "webhook {Id} could not be let go", id);
        }

        _running.TryRemove(id, out _);
    }
}
