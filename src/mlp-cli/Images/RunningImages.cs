using Mlp.Wire;

namespace Mlp.Cli.Images;

/// <summary>What pairs run on that run from images: asked for once, for all pairs.</summary>
internal sealed class RunningImages(Client client)
{
    private Task<Dictionary<(string Type, string Parameters), Deployment>>? _all;

    /// <summary>Asks before somebody needs the answer, which may take the registry's own start.</summary>
    public void Ask(Ct ct) => _all ??= Task.Run(() => Read(ct), ct); // Elsewhere: to open the record takes a processor, and waits for nothing.

    /// <summary>The newest of the deployments of a pair; null where it runs from no image.</summary>
    public async Task<Deployment?> Of(Pair pair, Ct ct)
    {
        Ask(ct);
        return (await _all!).GetValueOrDefault((pair.Type, pair.Parameters));
    }

    private async Task<Dictionary<(string Type, string Parameters), Deployment>> Read(Ct ct)
    {
        var newest = new Dictionary<(string Type, string Parameters), Deployment>();
        await foreach (var deployment in client.Deployments.ListAsync(state: DeploymentState.Serving, ct: ct))
        {
            if (deployment.Image is not null)
            {
                newest.TryAdd((deployment.Type, deployment.Parameters), deployment);
            }
        }

        return newest;
    }
}
