using Mlp.Server.Database;
using Mlp.Server.Hosting;

namespace Mlp.Server.Events;

/// <summary>What is to be delivered, and by whom. A webhook is served by one server at a time, which holds a lease on it.</summary>
internal sealed class DeliveryQueue(Store store, ServerSettings settings)
{
    private const string Actor = "registry";
    private const int EventsAtOnce = 1000;
    private const int DeliveriesAtOnce = 50;
    private readonly string _me = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    /// <summary>The webhooks for which there is something to do now, and nobody does it.</summary>
    public Task<IReadOnlyList<long>> Unattended(Ct ct) =>
        store.Read(
            session => session.Query<long>(
                """
                SELECT w.id FROM webhook w
                WHERE w.deleted_at IS NULL AND w.leased_until < @Now AND w.paused_until <= @Now
                  AND (w.followed_to < (SELECT COALESCE(MAX(id), 0) FROM event)
                       OR EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'pending' AND d.next_attempt_at <= @Now))
                ORDER BY w.id
                """,
                new { session.Now }),
            ct);

    /// <summary>Takes the webhook, notes the events that happened since, and answers what is due; null where another server has it.</summary>
    public Task<Claimed?> Claim(long id, Ct ct) =>
        store.Write(
            Actor,
            async session =>
            {
                var claimed = await session.Execute(
                    "UPDATE webhook SET leased_by = @_me, leased_until = @until WHERE id = @id AND deleted_at IS NULL AND (leased_until < @Now OR leased_by = @_me)",
                    new { _me, until = Until(session), id, session.Now });
                if (claimed == 0)
                {
                    return (Claimed?)null;
                }

                var webhook = await Webhooks.Find(session, id);
                var hasMore = await Follow(session, webhook);
                return new Claimed(await Due(session, webhook), hasMore);
            },
            ct);

    /// <summary>Notes what became of a delivery; false where the webhook is no longer this server's, or no longer there.</summary>
    public Task<bool> Report(DueDelivery due, DeliveryRow tried, bool pause, Ct ct) =>
        store.Write(
            Actor,
            async session =>
            {
                var pausedUntil = pause ? tried.NextAttemptAt ?? 0 : 0;
                var isMine = await session.Execute(
                    "UPDATE webhook SET leased_until = @until, paused_until = @pausedUntil WHERE id = @Id AND leased_by = @_me AND deleted_at IS NULL",
                    new { until = Until(session), pausedUntil, due.Webhook.Id, _me }) > 0;
                if (isMine)
                {
                    await Webhooks.SaveAttempt(session, tried);
                }

                return isMine;
            },
            ct);

    public Task Release(long id) =>
        store.Write(Actor, session => session.Execute("UPDATE webhook SET leased_by = NULL, leased_until = 0 WHERE id = @id AND leased_by = @_me", new { id, _me }), Ct.None);

    public Task RemoveOldHistory(Ct ct) =>
        store.Write(
            Actor,
            session => session.Execute(
                "DELETE FROM webhook_delivery WHERE state <> 'pending' AND created_at < @before",
                new { before = session.Now - (long)settings.Webhooks.HistoryKept.TotalMilliseconds }),
            ct);

    private long Until(Session session) => session.Now + (long)settings.Webhooks.Lease.TotalMilliseconds;

    private static async Task<bool> Follow(Session session, WebhookRow webhook)
    {
        var events = await EventLog.List(session, kind: null, subject: null, webhook.FollowedTo, EventsAtOnce);
        if (events.Count == 0)
        {
            return false;
        }

        foreach (var wanted in events.Where(e => webhook.Wants(e.Kind)))
        {
            await session.Execute(
                "INSERT INTO webhook_delivery (id, webhook_id, event_id, state, created_at, next_attempt_at) VALUES (@id, @webhook, @event, 'pending', @Now, @Now)",
                new { id = session.NewId(), webhook = webhook.Id, @event = wanted.Id, session.Now });
        }

        await session.Execute("UPDATE webhook SET followed_to = @last WHERE id = @Id", new { last = events[^1].Id, webhook.Id });
        return events.Count == EventsAtOnce;
    }

    private static async Task<IReadOnlyList<DueDelivery>> Due(Session session, WebhookRow webhook)
    {
        var deliveries = await session.Query<DeliveryRow>(
            """
            SELECT id, event_id, state, attempts, status_code, error, created_at, last_attempt_at, next_attempt_at FROM webhook_delivery
            WHERE webhook_id = @Id AND state = 'pending' AND next_attempt_at <= @Now ORDER BY event_id LIMIT @DeliveriesAtOnce
            """,
            new { webhook.Id, session.Now, DeliveriesAtOnce });
        var due = new List<DueDelivery>(deliveries.Count);
        foreach (var delivery in deliveries)
        {
            due.Add(new(webhook, delivery, (await session.First<EventRow>("SELECT id, time, actor, kind, subject, data FROM event WHERE id = @EventId", new { delivery.EventId }))!));
        }

        return due;
    }
}
