using Mlp.Wire;

namespace Mlp;

/// <summary>The audit log.</summary>
public sealed class EventsApi
{
    private readonly RegistryChannel _channel;

    internal EventsApi(RegistryChannel channel) => _channel = channel;

    /// <summary>Lists events, the oldest first.</summary>
    /// <param name="after">Only those behind the event of this id: the cursor.</param>
    /// <param name="kind">Only those of this kind.</param>
    /// <param name="subject">Only those about this.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<AuditEvent> ListAsync(long? after = null, string? kind = null, string? subject = null, Ct ct = default) =>
        _channel.List<AuditEvent>(
            Route.Query("events", ("kind", kind), ("subject", subject)), after: after is { } id ? Route.Id(id) : null, ct: ct);
}
