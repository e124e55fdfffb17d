using System.Text.Json.Nodes;
using Mlp.Cli.Deploying;
using Mlp.Cli.Kubernetes.Cluster;
using Mlp.Cli.Kubernetes.Objects;
using Mlp.Cli.Kubernetes.Settings;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Kubernetes;

/// <summary>A namespace of a cluster. The tool applies the objects itself; the registry records what serves.</summary>
internal sealed class KubernetesTarget(Client client, PairRendering rendering, RolloutSettings settings, Terminal terminal) : IDeployTarget
{
    private const int LongestError = 4000;
    private readonly ClusterObjects _objects = new(settings.Kubectl, settings.Identity.Namespace);

    public string Name { get; } = settings.Identity.Target;

    public async Task<Deployment> Deploy(Pair pair, bool refresh, Ct ct) => await RollOut(await rendering.ToRun(pair, refresh, ct), ct);

    public async Task<Deployment> Restore(Deployment earlier, Ct ct) => await RollOut(await rendering.ToRun(earlier, ct), ct);

    public async Task Retire(Deployment deployment, Ct ct)
    {
        var project = (await client.Types.GetAsync(deployment.Type, ct)).Project;
        var objects = await _objects.Named(ObjectName.Of(deployment.Type, deployment.Parameters), ct);
        await _objects.Delete([.. objects.Where(item => ClusterObjects.IsOurs(item, project))], ct);
        await client.Deployments.EndAsync(deployment.Id, ct);
    }

    /// <summary>Whether the cluster has not what was recorded as serving, or not as it is to run now.</summary>
    public async Task<bool> IsOutdated(Deployment serving, Ct ct)
    {
        var pair = await rendering.ToRun(serving, ct);
        var live = await _objects.Named(pair.Name, ct);
        return PairObjects.Of(pair, settings.Identity.Namespace).Any(wanted => live.FirstOrDefault(item => IsSame(item, wanted)) is not { } found || DigestOf(found) != DigestOf(wanted));
    }

    /// <summary>Deletes what the tool made for the project and what belongs to none of these pairs: what nobody recorded.</summary>
    public async Task<IReadOnlyList<string>> Prune(string project, IEnumerable<(string Type, string Parameters)> pairs, Ct ct)
    {
        var names = pairs.Select(pair => ObjectName.Of(pair.Type, pair.Parameters)).ToHashSet(StringComparer.Ordinal);
        var left = (await _objects.OfProject(project, ct)).Where(item => !names.Contains(item["metadata"]!["name"]!.GetValue<string>())).ToList();
        await _objects.Delete(left, ct);
        return [.. left.Select(ClusterObjects.Reference)];
    }

    private async Task<Deployment> RollOut(PairToRun pair, Ct ct)
    {
        var before = await _objects.Named(pair.Name, ct);
        var wanted = PairObjects.Of(pair, settings.Identity.Namespace);
        DemandOurs(pair, before, wanted);
        if (await Try(pair, before, wanted, ct) is { } failure)
        {
            var error = failure.Because(await Undo(pair, before, ct));
            await RecordFailure(pair, error, ct);
            throw error;
        }

        await _objects.Delete([.. before.Where(item => ClusterObjects.IsOurs(item, pair.Project) && !wanted.Any(each => IsSame(item, each)))], ct);
        return await Record(pair, ct);
    }

    // What the cluster has of that name and somebody else made is not ours to change.
    private static void DemandOurs(PairToRun pair, IReadOnlyList<JsonObject> before, IReadOnlyList<JsonObject> wanted)
    {
        if (before.FirstOrDefault(item => !ClusterObjects.IsOurs(item, pair.Project) && wanted.Any(each => IsSame(item, each))) is { } foreign)
        {
            throw KubernetesErrors.NotOurs(ClusterObjects.Reference(foreign), pair.Project);
        }
    }

    // Also where the cluster cannot be asked any more half-way: what was there has to come back.
    private async Task<RolloutFailure?> Try(PairToRun pair, IReadOnlyList<JsonObject> before, IReadOnlyList<JsonObject> wanted, Ct ct)
    {
        try
        {
            return await ApplyAndWait(pair, before, wanted, ct);
        }
        catch (CommandFailedException e)
        {
            return new(pair, (_, _) => e, e.Message);
        }
    }

    private async Task<RolloutFailure?> ApplyAndWait(PairToRun pair, IReadOnlyList<JsonObject> before, IReadOnlyList<JsonObject> wanted, Ct ct)
    {
        await HandOverReplicas(pair, before, wanted, ct);
        var applied = await _objects.Apply(wanted, PairLabels.Manager, settings.ForceConflicts, ct);
        if (!applied.Succeeded)
        {
            return new(pair, applied.Errors.Contains("conflict", StringComparison.OrdinalIgnoreCase) ? KubernetesErrors.Conflict : KubernetesErrors.NotApplied, applied.Complaint);
        }

        terminal.Detail(applied.Output.TrimEnd());
        if (await new Rollout(settings.Kubectl, settings.Identity.Namespace, settings.Timeout).Wait(pair, ct) is { } said)
        {
            return new(pair, KubernetesErrors.NotReady, await new FailureReport(settings.Kubectl, settings.Identity.Namespace).Why(pair, said, ct));
        }

        var probe = await new ClusterProbe(settings.Kubectl, settings.Identity.Namespace).Ask(pair, ServiceOf(pair), ct);
        if (probe.Note is { } note)
        {
            terminal.Note($"{pair.Type} with {pair.Parameters} is ready; {note}");
        }

        return probe.Trouble is { } trouble ? new(pair, KubernetesErrors.NoPrediction, trouble) : null;
    }

    // The number of pods changes hands between the tool and a scaler. Whoever lets go of a field without another holding it, sets it back to one.
    private async Task HandOverReplicas(PairToRun pair, IReadOnlyList<JsonObject> before, IReadOnlyList<JsonObject> wanted, Ct ct)
    {
        if (before.FirstOrDefault(item => IsKind(item, "Deployment")) is not { } live || wanted.FirstOrDefault(item => IsKind(item, "Deployment")) is not { } next)
        {
            return;
        }

        if (next["spec"]!["replicas"] is null && OwnedFields.Has(live, PairLabels.Manager, "replicas"))
        {
            var held = new JsonObject
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = "Deployment",
                ["metadata"] = new JsonObject { ["name"] = pair.Name, ["namespace"] = settings.Identity.Namespace },
                ["spec"] = new JsonObject { ["replicas"] = live["spec"]!["replicas"]!.DeepClone() },
            };
            await _objects.ApplyPart(held, $"{PairLabels.Manager}-scale", ct);
        }
        else if (next["spec"]!["replicas"] is { } number && !JsonNode.DeepEquals(number, live["spec"]?["replicas"]) && before.Where(item => IsKind(item, "HorizontalPodAutoscaler") || IsKind(item, "ScaledObject")).ToList() is { Count: > 0 } scalers)
        {
            await _objects.Delete([.. scalers.Where(item => ClusterObjects.IsOurs(item, pair.Project))], ct);
            await settings.Kubectl.Ask(["scale", ClusterObjects.Reference(live), $"--replicas={number}"], ct);
        }
    }

    /// <summary>What was there is applied again as it was, what was not is deleted. Answers what went wrong with that.</summary>
    private async Task<string?> Undo(PairToRun pair, IReadOnlyList<JsonObject> before, Ct ct)
    {
        try
        {
            var now = await _objects.Named(pair.Name, ct);
            await _objects.Delete([.. now.Where(each => ClusterObjects.IsOurs(each, pair.Project) && !before.Any(item => IsSame(item, each)))], ct);
            var earlier = before.Select(item => OwnedFields.Of(item, PairLabels.Manager)).OfType<JsonObject>().ToList();
            var answer = earlier.Count == 0 ? null : await _objects.Apply(earlier, PairLabels.Manager, force: true, ct);
            return answer is { Succeeded: false } ? answer.Complaint : null;
        }
        catch (CommandFailedException e)
        {
            return e.Message;
        }
    }

    private async Task<Deployment> Record(PairToRun pair, Ct ct)
    {
        var endpoint = pair.Settings.Flavour == Flavour.KServe ? await KServeAddress(pair, ct) : ClusterAddresses.Of(pair, settings.Identity.Namespace);
        return (await client.Deployments.StartAsync(
            new StartDeployment(pair.Type, pair.TypeVersion, pair.Parameters, pair.ParametersVersion, Name, pair.Image, endpoint, pair.Serving, pair.Base), ct)).Deployment;
    }

    // The rollout's failure is what has to be told, also where the registry cannot be.
    private async Task RecordFailure(PairToRun pair, CommandFailedException error, Ct ct)
    {
        try
        {
            await client.Deployments.StartAsync(
                new StartDeployment(pair.Type, pair.TypeVersion, pair.Parameters, pair.ParametersVersion, Name, pair.Image, null, pair.Serving, pair.Base, Error: Recorded(error)), ct);
        }
        catch (MlpException e)
        {
            terminal.Note($"the registry could not record that {pair.Type} with {pair.Parameters} failed: {e.Message}");
        }
    }

    // Logs of pods have all sorts of characters in them.
    private static string Recorded(CommandFailedException error)
    {
        var text = string.Concat($"{error.Code}: {error.Message}".Select(c => char.IsControl(c) && c != '\n' ? ' ' : c));
        return text[..Math.Min(text.Length, LongestError)];
    }

    private async Task<string?> KServeAddress(PairToRun pair, Ct ct)
    {
        var kind = ObjectKind.All.Single(kind => kind.Kind == "InferenceService");
        return (await _objects.Get(kind, $"{kind.Path(settings.Identity.Namespace)}/{pair.Name}", ct))?["status"]?["url"]?.GetValue<string>();
    }

    private static string ServiceOf(PairToRun pair) => pair.Settings.Flavour == Flavour.KServe ? $"{pair.Name}-predictor:{ServiceObjects.Port}" : $"{pair.Name}:{DeploymentObject.PortName}";

    private static bool IsKind(JsonObject item, string kind) => item["kind"]!.GetValue<string>() == kind;

    private static bool IsSame(JsonObject one, JsonObject other) => IsKind(one, other["kind"]!.GetValue<string>()) && one["metadata"]!["name"]!.GetValue<string>() == other["metadata"]!["name"]!.GetValue<string>();

    private static string? DigestOf(JsonObject item) => item["metadata"]?["annotations"]?[PairLabels.Digest]?.GetValue<string>();
}

/// <summary>Where and how pairs are rolled out.</summary>
internal sealed record RolloutSettings(KubectlProgram Kubectl, ClusterIdentity Identity, TimeSpan Timeout, bool ForceConflicts);

/// <summary>Why a pair was not rolled out.</summary>
internal sealed record RolloutFailure(PairToRun Pair, Func<PairToRun, string, CommandFailedException> Error, string Reason)
{
    public CommandFailedException Because(string? undoing) => undoing is null ? Error(Pair, Reason) : KubernetesErrors.NotUndone(Pair, Error(Pair, Reason).Message, undoing);
}
