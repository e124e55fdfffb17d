using System.Globalization;
using System.Text.Json;
using Mlp.Server.Database;

namespace Mlp.Server.Events;

/// <summary>The webhooks on record, and the history of their deliveries.</summary>
internal static class Webhooks
{
    private const string Columns = "id, url, secret, events, followed_to, created_at, created_by";
    private const string DeliveryColumns = "id, event_id, state, attempts, status_code, error, created_at, last_attempt_at, next_attempt_at";

    public static async Task<WebhookRow> Create(Session session, NewWebhook webhook)
    {
        var id = session.NewId();
        await session.Audit(EventKind.WebhookCreated, Subject(id), new { receiver = Receiver(webhook.Url), webhook.Kinds });
        var row = new WebhookRow
        {
            Id = id,
            Url = webhook.Url,
            Secret = webhook.Secret,
            Events = JsonSerializer.Serialize(webhook.Kinds),
            FollowedTo = session.NewId(),
            CreatedAt = session.Now,
            CreatedBy = session.Actor,
        };
        await session.Execute(
            """
            INSERT INTO webhook (id, url, secret, events, followed_to, created_at, created_by)
            VALUES (@Id, @Url, @Secret, @Events, @FollowedTo, @CreatedAt, @CreatedBy)
            """,
            new { row.Id, row.Url, row.Secret, row.Events, row.FollowedTo, row.CreatedAt, row.CreatedBy });
        return row;
    }

    public static Task<IReadOnlyList<WebhookRow>> List(Session session, long after, int rows) =>
        session.Query<WebhookRow>($"SELECT {Columns} FROM webhook WHERE id > @after AND deleted_at IS NULL ORDER BY id LIMIT @rows", new { after, rows });

    public static async Task<WebhookRow> Find(Session session, long id) =>
        await session.First<WebhookRow>($"SELECT {Columns} FROM webhook WHERE id = @id AND deleted_at IS NULL", new { id })
        ?? throw Input.NotFound("webhook", id.ToString(CultureInfo.InvariantCulture), "the webhooks are listed at GET /api/v1/webhooks");

    public static async Task Delete(Session session, long id)
    {
        var webhook = await Find(session, id);
        await session.Execute("UPDATE webhook SET deleted_at = @Now, secret = '' WHERE id = @id", new { session.Now, id });
        await session.Execute(
            "UPDATE webhook_delivery SET state = @GivenUp, error = 'the webhook was deleted', next_attempt_at = NULL WHERE webhook_id = @id AND state = @Pending",
            new { DeliveryRow.GivenUp, DeliveryRow.Pending, id });
        await session.Audit(EventKind.WebhookDeleted, Subject(id), new { receiver = Receiver(webhook.Url) });
    }

    public static async Task<IReadOnlyList<DeliveryRow>> Deliveries(Session session, long id, long before, int rows)
    {
        await Find(session, id);
        return await session.Query<DeliveryRow>(
            $"SELECT {DeliveryColumns} FROM webhook_delivery WHERE webhook_id = @id AND id < @before ORDER BY id DESC LIMIT @rows", new { id, before, rows });
    }

    /// <summary>An event for this webhook alone. Its delivery is never retried, so it begins as given up.</summary>
    public static async Task<DueDelivery> BeginTest(Session session, long id)
    {
        var webhook = await Find(session, id);
        await session.Audit(EventKind.WebhookTested, Subject(id), new { });
        var happened = (await session.First<EventRow>("SELECT id, time, actor, kind, subject, data FROM event ORDER BY id DESC LIMIT 1"))!;
        var delivery = new DeliveryRow { Id = session.NewId(), EventId = happened.Id, State = DeliveryRow.GivenUp, CreatedAt = session.Now, Error = "the registry stopped during the test" };
        await session.Execute(
            "INSERT INTO webhook_delivery (id, webhook_id, event_id, state, error, created_at) VALUES (@Id, @webhook, @EventId, @State, @Error, @CreatedAt)",
            new { delivery.Id, webhook = id, delivery.EventId, delivery.State, delivery.Error, delivery.CreatedAt });
        return new(webhook, delivery, happened);
    }

    public static Task SaveAttempt(Session session, DeliveryRow delivery) =>
        session.Execute(
            """
            UPDATE webhook_delivery
            SET state = @State, attempts = @Attempts, status_code = @StatusCode, error = @Error, last_attempt_at = @LastAttemptAt, next_attempt_at = @NextAttemptAt
            WHERE id = @Id
            """,
            new { delivery.State, delivery.Attempts, delivery.StatusCode, delivery.Error, delivery.LastAttemptAt, delivery.NextAttemptAt, delivery.Id });

    // Readers see the log, and some receivers take a path or query for a secret.
    private static string Receiver(string url) => new Uri(url).GetLeftPart(UriPartial.Authority);

    private static string Subject(long id) => string.Create(CultureInfo.InvariantCulture, $"webhook:{id}");
}
