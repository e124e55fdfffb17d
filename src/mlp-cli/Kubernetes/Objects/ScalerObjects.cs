using System.Globalization;
using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Kubernetes.Objects;

/// <summary>What changes the number of a pair's pods.</summary>
internal static class ScalerObjects
{
    public static JsonObject Hpa(PairToRun pair, Autoscaling scaling) => new()
    {
        ["apiVersion"] = "autoscaling/v2",
        ["kind"] = "HorizontalPodAutoscaler",
        ["metadata"] = null,
        ["spec"] = new JsonObject
        {
            ["scaleTargetRef"] = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = pair.Name },
            ["minReplicas"] = scaling.Min,
            ["maxReplicas"] = scaling.Max,
            ["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject
                {
                    ["name"] = "cpu",
                    ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = scaling.CpuPercent },
                },
            }),
        },
    };

    public static JsonObject Keda(PairToRun pair, Autoscaling scaling, string? clusterNamespace) => new()
    {
        ["apiVersion"] = "keda.sh/v1alpha1",
        ["kind"] = "ScaledObject",
        ["metadata"] = null,
        ["spec"] = new JsonObject
        {
            ["scaleTargetRef"] = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = pair.Name },
            ["minReplicaCount"] = scaling.Min,
            ["maxReplicaCount"] = scaling.Max,
            ["triggers"] = new JsonArray(scaling.CpuPercent is { } percent ? Cpu(percent) : Requests(pair, scaling, clusterNamespace)),
        },
    };

    private static JsonObject Cpu(int percent) => new()
    {
        ["type"] = "cpu",
        ["metricType"] = "Utilization",
        ["metadata"] = new JsonObject { ["value"] = percent.ToString(CultureInfo.InvariantCulture) },
    };

    private static JsonObject Requests(PairToRun pair, Autoscaling scaling, string? clusterNamespace)
    {
        var within = clusterNamespace is null ? "" : $"namespace=\"{clusterNamespace}\",";
        return new()
        {
            ["type"] = "prometheus",
            ["metadata"] = new JsonObject
            {
                ["serverAddress"] = scaling.Prometheus,
                ["query"] = scaling.Query is { } query ? pair.Fill(query) : $"sum(rate(mlp_requests_total{{{within}pod=~\"{pair.Name}-[a-z0-9]+-[a-z0-9]+\",protocol!=\"other\"}}[1m]))",
                ["threshold"] = scaling.RequestsPerSecond!.Value.ToString(CultureInfo.InvariantCulture),
            },
        };
    }
}
