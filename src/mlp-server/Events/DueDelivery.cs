namespace Mlp.Server.Events;

/// <summary>What is to be sent now: the delivery, its event, and where to.</summary>
internal sealed record DueDelivery(WebhookRow Webhook, DeliveryRow Delivery, EventRow Event);
