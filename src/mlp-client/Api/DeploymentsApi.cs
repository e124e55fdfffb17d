using Mlp.Wire;

namespace Mlp;

/// <summary>The record of what served where, from when to when.</summary>
public sealed class DeploymentsApi
{
    private readonly RegistryChannel _channel;

    internal DeploymentsApi(RegistryChannel channel) => _channel = channel;

    /// <summary>Records that a pair serves from now on.</summary>
    public Task<Deployment> RecordAsync(RecordDeployment deployment, Ct ct = default) => _channel.Post<Deployment>("deployments", deployment, ct);

    /// <summary>Records that it serves no more.</summary>
    public Task<Deployment> EndAsync(long id, Ct ct = default) => _channel.Post<Deployment>($"deployments/{Route.Id(id)}/end", null, ct);

    /// <summary>Lists deployments, the newest first.</summary>
    /// <param name="type">Only those of this model type.</param>
    /// <param name="parameters">Only those with these parameters.</param>
    /// <param name="target">Only those on this target.</param>
    /// <param name="at">Only those that served at this time.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<Deployment> ListAsync(
        string? type = null, string? parameters = null, string? target = null, DateTimeOffset? at = null, Ct ct = default) =>
        _channel.List<Deployment>(
            Route.Query(
                "deployments", ("type", type), ("parameters", parameters), ("target", target), ("at", at is { } time ? Route.Time(time) : null)),
            ct: ct);
}
