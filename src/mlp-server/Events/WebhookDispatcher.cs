using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Mlp.Server.Hosting;

namespace Mlp.Server.Events;

/// <summary>
/// Delivers events to webhooks, each in the order of what happened, at least once. What a receiver refuses is tried again
/// later, after others; while a receiver does not answer at all, everything for it waits.
/// </summary>
internal sealed class WebhookDispatcher(DeliveryQueue queue, WebhookSender sender, ChangeSignal signal, ServerSettings settings, TimeProvider clock, ILogger<WebhookDispatcher> log)
    : BackgroundService
{
    private static readonly TimeSpan CleanedEvery = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<long, Task> _running = new();

    protected override async Task ExecuteAsync(Ct stoppingToken)
    {
        var cleaned = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signal.Wait(settings.Webhooks.AskEvery, stoppingToken);
                await Start(stoppingToken);
                if (clock.GetElapsedTime(cleaned) > CleanedEvery)
                {
                    cleaned = clock.GetTimestamp();
                    await queue.RemoveOldHistory(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is DbException or TimeoutException)
            {
                log.LogWarning("webhooks wait for the database: {Error}", e.Message);
                await Task.Delay(settings.Webhooks.AskEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
            log.LogWarning("the deliveries of webhook {Id} wait: {Error}", id, e.Message);
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
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
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
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            // The lease runs out by itself.
            log.LogWarning("webhook {Id} could not be let go: {Error}", id, e.Message);
        }

        _running.TryRemove(id, out _);
    }
}
