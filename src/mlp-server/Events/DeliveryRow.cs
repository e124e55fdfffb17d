using Mlp.Wire;

namespace Mlp.Server.Events;

internal sealed record DeliveryRow
{
    public const string Pending = "pending";
    public const string Delivered = "delivered";
    public const string GivenUp = "given-up";

    public long Id { get; init; }

    public long EventId { get; init; }

    public string State { get; init; } = "";

    public long Attempts { get; init; }

    public long? StatusCode { get; init; }

    public string? Error { get; init; }

    public long CreatedAt { get; init; }

    public long? LastAttemptAt { get; init; }

    public long? NextAttemptAt { get; init; }

    public WebhookDelivery ToWire() =>
        new(Id, EventId, State, (int)Attempts, (int?)StatusCode, Error, LastAttemptAt.ToTime(), NextAttemptAt.ToTime());
}
