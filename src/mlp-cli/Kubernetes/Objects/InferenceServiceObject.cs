using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Kubernetes.Objects;

/// <summary>KServe's object for a pair, with a predictor of our own. KServe makes Deployment, Service, scaler and routes of it.</summary>
/// <remarks>It holds only what both of KServe's modes take: Knative refuses spreading, hooks and a pod's security context.</remarks>
internal static class InferenceServiceObject
{
    public const string ContainerName = "kserve-container";
    private const string ScalerOnKnative = "autoscaling.knative.dev/class";

    public static JsonObject Of(PairToRun pair)
    {
        var predictor = new JsonObject();
        if (pair.Settings.Autoscaling is { } scaling)
        {
            predictor["minReplicas"] = scaling.Min;
            predictor["maxReplicas"] = scaling.Max;
            predictor["scaleMetric"] = scaling.CpuPercent is not null ? "cpu" : "rps";
            predictor["scaleTarget"] = scaling.CpuPercent ?? scaling.RequestsPerSecond;
        }
        else
        {
            predictor["minReplicas"] = pair.Settings.Replicas;
            predictor["maxReplicas"] = pair.Settings.Replicas;
        }

        predictor["automountServiceAccountToken"] = false;
        predictor["enableServiceLinks"] = false;
        if (pair.Settings.ImagePullSecrets.Count > 0)
        {
            predictor["imagePullSecrets"] = ModelContainer.ImagePullSecrets(pair.Settings);
        }

        predictor["containers"] = new JsonArray(Container(pair));
        predictor["volumes"] = ModelContainer.Volumes();
        return new()
        {
            ["apiVersion"] = "serving.kserve.io/v1beta1",
            ["kind"] = "InferenceService",
            ["metadata"] = Annotations(pair.Settings) is { Count: > 0 } annotations ? new JsonObject { ["annotations"] = annotations } : null,
            ["spec"] = new JsonObject { ["predictor"] = predictor },
        };
    }

    // Without Knative KServe scales by processor alone, and on Knative by requests, unless another scaler is asked for. What a project says itself holds.
    private static JsonObject Annotations(KubernetesSettings settings) => settings.Autoscaling switch
    {
        { CpuPercent: not null } when !settings.Annotations.ContainsKey(ScalerOnKnative) => new() { [ScalerOnKnative] = "hpa.autoscaling.knative.dev" },
        { RequestsPerSecond: not null } when !settings.Annotations.ContainsKey(KubernetesSettings.KServeMode) => new() { [KubernetesSettings.KServeMode] = "Serverless" },
        _ => [],
    };

    private static JsonObject Container(PairToRun pair)
    {
        // A predictor of one's own says by this variable which protocol it speaks.
        var container = ModelContainer.Of(pair, ContainerName, "http1", ("PROTOCOL", "v2"));
        container["readinessProbe"] = ModelContainer.ReadinessProbe();
        container["livenessProbe"] = ModelContainer.LivenessProbe();
        return container;
    }
}
