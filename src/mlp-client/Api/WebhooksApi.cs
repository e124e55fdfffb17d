using Mlp.Wire;

namespace Mlp;

/// <summary>Webhooks: events that the registry posts elsewhere.</summary>
public sealed class WebhooksApi
{
    private readonly RegistryChannel _channel;

    internal WebhooksApi(RegistryChannel channel) => _channel = channel;

    /// <summary>Creates a webhook.</summary>
    public Task<Webhook> CreateAsync(CreateWebhook webhook, Ct ct = default) => _channel.Post<Webhook>("webhooks", webhook, ct);

    /// <summary>Lists webhooks.</summary>
    public IAsyncEnumerable<Webhook> ListAsync(Ct ct = default) => _channel.List<Webhook>("webhooks", ct: ct);

    /// <summary>Removes a webhook.</summary>
    public Task DeleteAsync(long id, Ct ct = default) => _channel.Send(HttpMethod.Delete, $"webhooks/{Route.Id(id)}", ct);

    /// <summary>Lists what was delivered, or not, the newest first.</summary>
    public IAsyncEnumerable<WebhookDelivery> DeliveriesAsync(long id, Ct ct = default) =>
        _channel.List<WebhookDelivery>($"webhooks/{Route.Id(id)}/deliveries", ct: ct);

    /// <summary>Delivers a test event, once, now.</summary>
    public Task<WebhookDelivery> TestAsync(long id, Ct ct = default) => _channel.PostOnce<WebhookDelivery>($"webhooks/{Route.Id(id)}/test", null, ct);
}
