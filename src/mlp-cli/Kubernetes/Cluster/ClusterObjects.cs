using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Objects;

namespace Mlp.Cli.Kubernetes.Cluster;

/// <summary>The objects in a namespace of a cluster.</summary>
internal sealed class ClusterObjects(KubectlProgram kubectl, string clusterNamespace)
{
    /// <summary>All objects of the name that a pair's have, of whatever kind; also those of others.</summary>
    public async Task<IReadOnlyList<JsonObject>> Named(string name, Ct ct) =>
        [.. (await Task.WhenAll(ObjectKind.All.Select(kind => Get(kind, $"{kind.Path(clusterNamespace)}/{name}", ct)))).OfType<JsonObject>()];

    /// <summary>All objects that the tool made for a project.</summary>
    public async Task<IReadOnlyList<JsonObject>> OfProject(string project, Ct ct)
    {
        var selector = Uri.EscapeDataString($"{PairLabels.ManagedBy}={PairLabels.Manager},{PairLabels.Project}={ObjectName.LabelValue(project)}");
        var lists = await Task.WhenAll(ObjectKind.All.Select(async kind => (Kind: kind, List: await Get(kind, $"{kind.Path(clusterNamespace)}?labelSelector={selector}", ct))));
        return [.. lists.SelectMany(each => (each.List?["items"] as JsonArray ?? []).Select(item => Typed(each.Kind, item!.AsObject()))).Where(item => IsOurs(item, project))];
    }

    /// <summary>Whether the tool made it, for this project.</summary>
    public static bool IsOurs(JsonObject item, string project) =>
        item["metadata"]?["labels"]?[PairLabels.ManagedBy]?.GetValue<string>() == PairLabels.Manager && item["metadata"]?["annotations"]?[PairLabels.Project]?.GetValue<string>() == project;

    /// <summary>Sets what the objects say, and leaves to others what they do not.</summary>
    public Task<KubectlAnswer> Apply(IReadOnlyList<JsonObject> objects, string manager, bool force, Ct ct) => kubectl.Run(
        ["apply", "--server-side", $"--field-manager={manager}", .. force ? ["--force-conflicts"] : Array.Empty<string>(), "--output=name", "--filename=-"], Yaml.Write(objects), ct);

    /// <summary>Sets some fields of an object that is there. That others are missing is no mistake, as older kubectls would have it.</summary>
    public Task<KubectlAnswer> ApplyPart(JsonObject part, string manager, Ct ct) =>
        kubectl.Run(["apply", "--server-side", $"--field-manager={manager}", "--validate=false", "--filename=-"], Yaml.Write([part]), ct);

    public async Task Delete(IReadOnlyCollection<JsonObject> objects, Ct ct)
    {
        if (objects.Count > 0)
        {
            await kubectl.Ask(["delete", "--ignore-not-found", "--wait=false", .. objects.Select(Reference)], ct);
        }
    }

    /// <summary>As kubectl's commands name it: <c>deployments.apps/beam-weights</c>.</summary>
    public static string Reference(JsonObject item) => $"{ObjectKind.Of(item).Resource}/{item["metadata"]!["name"]!.GetValue<string>()}";

    public async Task<JsonObject?> Get(ObjectKind kind, string path, Ct ct)
    {
        var answer = await kubectl.Run(["get", $"--raw={path}"], null, ct);
        return answer.Succeeded ? Typed(kind, JsonNode.Parse(answer.Output)!.AsObject())
            : answer.Is("NotFound") || (kind.IsExtra && answer.Is("Forbidden")) ? null
            : throw KubernetesErrors.KubectlFailed(["get", path], answer);
    }

    // The items of a list do not say what they are.
    private static JsonObject Typed(ObjectKind kind, JsonObject item)
    {
        (item["apiVersion"], item["kind"]) = (kind.ApiVersion, kind.Kind);
        return item;
    }
}
