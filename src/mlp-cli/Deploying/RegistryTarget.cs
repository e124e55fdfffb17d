using Mlp.Wire;

namespace Mlp.Cli.Deploying;

/// <summary>The targets that the registry rolls out to itself; the tool asks and waits.</summary>
/// <param name="client">The registry.</param>
/// <param name="name">The target.</param>
/// <param name="images">Gives the images where the target runs images; null where it does not.</param>
internal sealed class RegistryTarget(Client client, string name, IImageSupply? images) : IDeployTarget
{
    public string Name { get; } = name;

    public async Task<Deployment> Deploy(Pair pair, bool refresh, Ct ct)
    {
        var image = images is null ? null : await images.Push(pair, refresh, ct);
        return await RollOut(
            new(pair.Type, pair.TypeVersion, pair.Parameters, pair.ParametersVersion, Name, image?.Reference, Serving: image?.Serving, Base: image?.Base, Refresh: refresh && image is null),
            ct);
    }

    public Task<Deployment> Restore(Deployment earlier, Ct ct) =>
        RollOut(new StartDeployment(earlier.Type, earlier.TypeVersion, earlier.Parameters, earlier.ParametersVersion, Name, earlier.Image, Serving: earlier.Serving, Base: earlier.Base), ct);

    public Task Retire(Deployment deployment, Ct ct) => client.Deployments.EndAsync(deployment.Id, ct);

    private async Task<Deployment> RollOut(StartDeployment wanted, Ct ct)
    {
        var started = await client.Deployments.StartAsync(wanted, ct);
        var deployment = await client.Deployments.WaitAsync(started.Deployment.Id, ct);
        return deployment.State == DeploymentState.Serving ? deployment : throw DeployErrors.Failed(deployment);
    }
}
