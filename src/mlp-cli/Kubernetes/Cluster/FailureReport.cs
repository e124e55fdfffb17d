using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Objects;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Kubernetes.Cluster;

/// <summary>Says why a pair does not serve, from all that the cluster tells: what may not be looked at is left out.</summary>
internal sealed class FailureReport(KubectlProgram kubectl, string clusterNamespace)
{
    private const int Lines = 8;
    private const int LongestReport = 2000;

    public async Task<string> Why(PairToRun pair, string said, Ct ct)
    {
        var found = new List<string> { said };
        found.AddRange(await Conditions(pair, ct));
        var pods = await PodStatus.OfPair(kubectl, clusterNamespace, pair, ct);
        found.AddRange(pods.SelectMany(pod => pod.Troubles));
        if ((pods.FirstOrDefault(pod => pod.Troubles.Any()) ?? (pods.Count > 0 ? pods[0] : null)) is { } pod)
        {
            found.AddRange(await Events(pod, ct));
            found.AddRange(await Log(pod, pair, ct));
        }

        var report = string.Join("; ", found.Where(text => text.Length > 0).Distinct());
        return report.Length <= LongestReport ? report : report[..LongestReport] + "…";
    }

    private async Task<IEnumerable<string>> Conditions(PairToRun pair, Ct ct)
    {
        var kind = ObjectKind.All.Single(kind => kind.Kind == (pair.Settings.Flavour == Flavour.KServe ? "InferenceService" : "Deployment"));
        var answer = await kubectl.Run(["get", $"--raw={kind.Path(clusterNamespace)}/{pair.Name}"], null, ct);
        return !answer.Succeeded ? [] : (JsonNode.Parse(answer.Output)!["status"]?["conditions"] as JsonArray ?? [])
            .Where(condition => Text(condition!["type"]) == "ReplicaFailure" ? Text(condition["status"]) == "True" : Text(condition["status"]) == "False" && Text(condition["type"]) != "Available")
            .Select(condition => $"{Text(condition!["type"])}: {Text(condition["message"]) ?? Text(condition["reason"])}");
    }

    private async Task<IEnumerable<string>> Events(PodStatus pod, Ct ct)
    {
        var selector = Uri.EscapeDataString($"involvedObject.name={pod.Name},type=Warning");
        var answer = await kubectl.Run(["get", $"--raw=/api/v1/namespaces/{clusterNamespace}/events?fieldSelector={selector}"], null, ct);
        return !answer.Succeeded ? [] : (JsonNode.Parse(answer.Output)!["items"] as JsonArray ?? [])
            .OrderBy(each => Text(each!["lastTimestamp"]) ?? Text(each["eventTime"]), StringComparer.Ordinal).TakeLast(2).Select(each => $"{Text(each!["reason"])}: {Text(each["message"])}");
    }

    private async Task<IEnumerable<string>> Log(PodStatus pod, PairToRun pair, Ct ct)
    {
        if (!pod.HasRun)
        {
            return [];
        }

        var container = pair.Settings.Flavour == Flavour.KServe ? InferenceServiceObject.ContainerName : DeploymentObject.ContainerName;
        var answer = await kubectl.Run(["logs", pod.Name, $"--container={container}", $"--tail={Lines}", .. pod.HasEnded ? ["--previous"] : Array.Empty<string>()], null, ct);
        return answer.Succeeded && answer.Output.Trim() is { Length: > 0 } log ? [$"its log ends: {string.Join(" | ", log.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))}"] : [];
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
