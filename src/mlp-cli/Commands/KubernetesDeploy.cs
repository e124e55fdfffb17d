using System.CommandLine;
using Mlp.Cli.Deploying;
using Mlp.Cli.Kubernetes;
using Mlp.Cli.Kubernetes.Cluster;
using Mlp.Cli.Kubernetes.Objects;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary>What the commands need for <c>--target kubernetes</c>.</summary>
internal sealed class KubernetesDeploy
{
    private readonly ParseResult _parsed;
    private readonly EnvironmentSettings _environment;
    private readonly Terminal _terminal;
    private readonly Client _client;
    private readonly ProjectSettings _settings;
    private readonly IImageSupply? _images;

    private KubernetesDeploy(ParseResult parsed, EnvironmentSettings environment, Terminal terminal, Client client, ProjectSettings settings, IImageSupply? images) =>
        (_parsed, _environment, _terminal, _client, _settings, _images) = (parsed, environment, terminal, client, settings, images);

    /// <param name="images">Gives the images, where some are needed.</param>
    /// <param name="project">Whose settings count; null is that of the folder.</param>
    public static async Task<KubernetesDeploy> Open(ParseResult parsed, EnvironmentSettings environment, Terminal terminal, Client client, IImageSupply? images, string? project, Ct ct)
    {
        var settings = await ProjectSettings.Read(parsed.GetValue(KubernetesOptions.Settings), project, environment, ct);
        return new(parsed, environment, terminal, client, settings, images);
    }

    /// <summary>The cluster and namespace that the options and settings come to.</summary>
    public async Task<KubernetesTarget> Target(Ct ct)
    {
        var kubeconfig = _parsed.GetValue(KubernetesOptions.Kubeconfig) is { } file ? Path.GetFullPath(file, _environment.Folder) : null;
        var kubectl = KubectlProgram.Find(_environment.SearchPath, new(kubeconfig, _parsed.GetValue(KubernetesOptions.Context), null));
        var all = _settings.Settings.ForAll;
        var identity = await ClusterIdentity.Read(kubectl, all.Cluster, _parsed.GetValue(KubernetesOptions.Namespace) ?? all.Namespace, _environment.IsInCluster, ct);
        var rollout = new RolloutSettings(kubectl.In(identity.Namespace), identity, Quantity.Duration(_parsed.GetValue(KubernetesOptions.Timeout) ?? "5m", "--timeout"), _parsed.GetValue(KubernetesOptions.ForceConflicts));
        return new(_client, new(_client, _images, _settings), rollout, _terminal);
    }

    /// <summary>Writes the objects of all pairs in place of applying them.</summary>
    public async Task<IReadOnlyList<RenderedFile>> Render(DeployScope scope, bool refresh, Ct ct)
    {
        var folder = Path.GetFullPath(_parsed.GetValue(KubernetesOptions.Render)!, _environment.Folder);
        var pairs = await scope.Pairs(_client, ct).ToListAsync(ct);
        var toRun = await new PairRendering(_client, _images, _settings).ToRun(pairs, refresh, ct);
        var rendered = toRun.Select(pair => (pair, PairObjects.Of(pair, _parsed.GetValue(KubernetesOptions.Namespace) ?? pair.Settings.Namespace))).ToList();
        return new RenderedFolder(folder).Write(rendered, scope is { Model: null, Parameters: null } ? scope.Project : null);
    }

    /// <summary>The plan, in which what the cluster has otherwise than recorded, or than the settings say now, is replaced.</summary>
    public static async Task<IReadOnlyList<PlannedDeployment>> Refine(IReadOnlyList<PlannedDeployment> plan, KubernetesTarget target, Ct ct)
    {
        var refined = new List<PlannedDeployment>();
        foreach (var planned in plan)
        {
            var isOutdated = planned.Action == DeployAction.Unchanged && await target.IsOutdated(planned.Current!, ct);
            refined.Add(isOutdated ? planned with { Action = DeployAction.Replace } : planned);
        }

        return refined;
    }
}
