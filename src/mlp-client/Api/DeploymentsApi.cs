using Mlp.Wire;

namespace Mlp;

/// <summary>What serves where, and what served.</summary>
public sealed class DeploymentsApi
{
    private readonly RegistryChannel _channel;

    internal DeploymentsApi(RegistryChannel channel) => _channel = channel;

    /// <summary>Lets a pair serve on a target; on the registry's own targets it is rolled out, which <see cref="WaitAsync"/> waits for.</summary>
    public Task<StartedDeployment> StartAsync(StartDeployment deployment, Ct ct = default) => _channel.Post<StartedDeployment>("deployments", deployment, ct);

    /// <summary>Reads a deployment.</summary>
    public Task<Deployment> GetAsync(long id, Ct ct = default) => _channel.Get<Deployment>($"deployments/{Route.Id(id)}", ct);

    /// <summary>Waits until a deployment is rolled out, or has failed.</summary>
    public async Task<Deployment> WaitAsync(long id, Ct ct = default)
    {
        while (true)
        {
            var deployment = await _channel.Get<Deployment>($"deployments/{Route.Id(id)}?wait=true", ct);
            if (deployment.State != DeploymentState.Starting)
            {
                return deployment;
            }
        }
    }

    /// <summary>Lets it serve no more.</summary>
    public Task<Deployment> EndAsync(long id, Ct ct = default) => _channel.Post<Deployment>($"deployments/{Route.Id(id)}/end", null, ct);

    /// <summary>Lists deployments, the newest first.</summary>
    /// <param name="type">Only those of this model type.</param>
    /// <param name="parameters">Only those with these parameters.</param>
    /// <param name="target">Only those on this target.</param>
    /// <param name="at">Only those that served at this time.</param>
    /// <param name="state">Only those in this state.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<Deployment> ListAsync(
        string? type = null, string? parameters = null, string? target = null, DateTimeOffset? at = null, string? state = null, Ct ct = default) =>
        _channel.List<Deployment>(
            Route.Query(
                "deployments", ("type", type), ("parameters", parameters), ("target", target), ("at", at is { } time ? Route.Time(time) : null), ("state", state)),
            ct: ct);
}
