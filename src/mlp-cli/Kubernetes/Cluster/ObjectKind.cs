using System.Text.Json.Nodes;

namespace Mlp.Cli.Kubernetes.Cluster;

/// <summary>A kind of objects that the tool makes, and where the API server has it.</summary>
/// <param name="IsExtra">Whether the cluster may not know it.</param>
internal sealed record ObjectKind(string Kind, string ApiVersion, string Plural, bool IsExtra = false)
{
    public static readonly IReadOnlyList<ObjectKind> All =
    [
        new("Deployment", "apps/v1", "deployments"),
        new("Service", "v1", "services"),
        new("Ingress", "networking.k8s.io/v1", "ingresses"),
        new("HorizontalPodAutoscaler", "autoscaling/v2", "horizontalpodautoscalers"),
        new("PodDisruptionBudget", "policy/v1", "poddisruptionbudgets"),
        new("ScaledObject", "keda.sh/v1alpha1", "scaledobjects", IsExtra: true),
        new("InferenceService", "serving.kserve.io/v1beta1", "inferenceservices", IsExtra: true),
    ];

    public static ObjectKind Of(JsonObject item) => All.Single(kind => kind.Kind == item["kind"]!.GetValue<string>());

    /// <summary>As kubectl's commands name it.</summary>
    public string Resource => ApiVersion.Contains('/', StringComparison.Ordinal) ? $"{Plural}.{ApiVersion.Split('/')[0]}" : Plural;

    /// <summary>The address of a namespace's objects.</summary>
    public string Path(string clusterNamespace) => $"/{(ApiVersion.Contains('/', StringComparison.Ordinal) ? "apis" : "api")}/{ApiVersion}/namespaces/{clusterNamespace}/{Plural}";
}
