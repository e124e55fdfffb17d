using System.Diagnostics;
using Mlp.Cli.Deploying;
using Mlp.Cli.Kubernetes.Objects;
using Mlp.Wire;

namespace Mlp.Cli.Kubernetes;

/// <summary>Turns pairs of the registry into what is to run.</summary>
/// <param name="images">Null where only what has served already is to run.</param>
internal sealed class PairRendering(Client client, IImageSupply? images, ProjectSettings settings)
{
    private readonly Dictionary<(string Type, string Version), string> _commits = [];

    /// <summary>The pairs with their images, pushed where need be.</summary>
    public async Task<IReadOnlyList<PairToRun>> ToRun(IReadOnlyList<Pair> pairs, bool refresh, Ct ct)
    {
        var toRun = new List<PairToRun>();
        foreach (var pair in pairs)
        {
            _ = settings.For(pair.Type, pair.Project);
        }

        foreach (var pair in pairs)
        {
            toRun.Add(await ToRun(pair, refresh, ct));
        }

        ClusterAddresses.DemandDistinct(toRun);
        return toRun;
    }

    public async Task<PairToRun> ToRun(Pair pair, bool refresh, Ct ct)
    {
        var runs = settings.For(pair.Type, pair.Project);
        var image = await (images ?? throw new UnreachableException("nothing new is deployed without images")).Push(pair, refresh, ct);
        return new(pair.Type, pair.TypeVersion, pair.Parameters, pair.ParametersVersion, pair.Project, image.Reference, await Commit(pair.Type, pair.TypeVersion, ct), runs)
        {
            Serving = image.Serving,
            Base = image.Base,
        };
    }

    /// <summary>What served, on the image that it ran from.</summary>
    public async Task<PairToRun> ToRun(Deployment served, Ct ct)
    {
        var project = (await client.Types.GetAsync(served.Type, ct)).Project;
        var image = served.Image ?? throw KubernetesErrors.NoImage(served.Type, served.TypeVersion, served.Parameters, served.ParametersVersion);
        return new(served.Type, served.TypeVersion, served.Parameters, served.ParametersVersion, project, image, await Commit(served.Type, served.TypeVersion, ct), settings.For(served.Type, project))
        {
            Serving = served.Serving,
            Base = served.Base,
        };
    }

    private async Task<string> Commit(string type, string version, Ct ct)
    {
        if (!_commits.TryGetValue((type, version), out var commit))
        {
            _commits[(type, version)] = commit = (await client.Types.GetVersionAsync(type, version, ct)).Commit;
        }

        return commit;
    }
}
