using System.Text.Json;
using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Objects;

namespace Mlp.Tool.Tests.Kubernetes;

/// <summary>
/// What is rendered for extensions of Kubernetes has only fields that they know, of the types that they want: the facts of serving.kserve.io/v1beta1 and
/// keda.sh/v1alpha1 as far as they are used here. A cluster would refuse others, or drop them.
/// </summary>
public sealed class ExtensionFieldsTests
{
    private const string Container = "spec.predictor.containers[]";

    // The path of a field, and what it is: a text, a number, a flag, one of some words, or a number or a text.
    private static readonly Dictionary<string, string> InferenceService = new(StringComparer.Ordinal)
    {
        ["spec.predictor.minReplicas"] = "number",
        ["spec.predictor.maxReplicas"] = "number",
        ["spec.predictor.scaleMetric"] = "cpu|memory|concurrency|rps",
        ["spec.predictor.scaleTarget"] = "number",
        ["spec.predictor.automountServiceAccountToken"] = "flag",
        ["spec.predictor.enableServiceLinks"] = "flag",
        ["spec.predictor.imagePullSecrets[].name"] = "text",
        ["spec.predictor.volumes[].name"] = "text",
        ["spec.predictor.volumes[].emptyDir.sizeLimit"] = "number|text",
        [$"{Container}.name"] = "text",
        [$"{Container}.image"] = "text",
        [$"{Container}.ports[].name"] = "text",
        [$"{Container}.ports[].containerPort"] = "number",
        [$"{Container}.ports[].protocol"] = "text",
        [$"{Container}.env[].name"] = "text",
        [$"{Container}.env[].value"] = "text",
        [$"{Container}.env[].valueFrom.secretKeyRef.name"] = "text",
        [$"{Container}.env[].valueFrom.secretKeyRef.key"] = "text",
        [$"{Container}.resources.requests.cpu"] = "number|text",
        [$"{Container}.resources.requests.memory"] = "number|text",
        [$"{Container}.resources.limits.cpu"] = "number|text",
        [$"{Container}.resources.limits.memory"] = "number|text",
        [$"{Container}.securityContext.runAsNonRoot"] = "flag",
        [$"{Container}.securityContext.runAsUser"] = "number",
        [$"{Container}.securityContext.runAsGroup"] = "number",
        [$"{Container}.securityContext.allowPrivilegeEscalation"] = "flag",
        [$"{Container}.securityContext.readOnlyRootFilesystem"] = "flag",
        [$"{Container}.securityContext.capabilities.drop[]"] = "text",
        [$"{Container}.securityContext.seccompProfile.type"] = "text",
        [$"{Container}.volumeMounts[].name"] = "text",
        [$"{Container}.volumeMounts[].mountPath"] = "text",
        [$"{Container}.readinessProbe.httpGet.path"] = "text",
        [$"{Container}.readinessProbe.httpGet.port"] = "number|text",
        [$"{Container}.readinessProbe.periodSeconds"] = "number",
        [$"{Container}.readinessProbe.timeoutSeconds"] = "number",
        [$"{Container}.readinessProbe.failureThreshold"] = "number",
        [$"{Container}.livenessProbe.httpGet.path"] = "text",
        [$"{Container}.livenessProbe.httpGet.port"] = "number|text",
        [$"{Container}.livenessProbe.periodSeconds"] = "number",
        [$"{Container}.livenessProbe.timeoutSeconds"] = "number",
        [$"{Container}.livenessProbe.failureThreshold"] = "number",
    };

    private static readonly Dictionary<string, string> ScaledObject = new(StringComparer.Ordinal)
    {
        ["spec.scaleTargetRef.apiVersion"] = "text",
        ["spec.scaleTargetRef.kind"] = "text",
        ["spec.scaleTargetRef.name"] = "text",
        ["spec.minReplicaCount"] = "number",
        ["spec.maxReplicaCount"] = "number",
        ["spec.triggers[].type"] = "cpu|prometheus",
        ["spec.triggers[].metricType"] = "Utilization|AverageValue",

        // All that a trigger is told is a text, numbers too.
        ["spec.triggers[].metadata.value"] = "text",
        ["spec.triggers[].metadata.serverAddress"] = "text",
        ["spec.triggers[].metadata.query"] = "text",
        ["spec.triggers[].metadata.threshold"] = "text",
    };

    public static TheoryData<string> KServe =>
    [
        """{ "flavour": "kserve" }""",
        """{ "flavour": "kserve", "replicas": 3, "imagePullSecrets": ["pull"], "env": { "A": "1", "B": { "secret": "s", "key": "k" } }, "resources": { "cpu": "2", "memory": "2Gi", "cpuLimit": "4" } }""",
        """{ "flavour": "kserve", "autoscaling": { "max": 4, "cpuPercent": 70 } }""",
        """{ "flavour": "kserve", "autoscaling": { "min": 2, "max": 4, "requestsPerSecond": 100 } }""",
    ];

    public static TheoryData<string> Keda =>
    [
        """{ "scaler": "keda", "autoscaling": { "max": 4, "cpuPercent": 70 } }""",
        """{ "scaler": "keda", "autoscaling": { "max": 4, "requestsPerSecond": 100, "prometheus": "http://prometheus:9090" } }""",
        """{ "scaler": "keda", "autoscaling": { "max": 4, "requestsPerSecond": 100, "prometheus": "http://prometheus:9090", "query": "sum(x{pod=\"{name}\"})" } }""",
    ];

    [Theory]
    [MemberData(nameof(KServe))]
    public void An_InferenceService_has_only_fields_that_KServe_knows(string deploy) =>
        Assert.Empty(Wrong(Rendered(deploy, "InferenceService", "serving.kserve.io/v1beta1"), InferenceService));

    [Theory]
    [MemberData(nameof(Keda))]
    public void A_ScaledObject_has_only_fields_that_KEDA_knows(string deploy) =>
        Assert.Empty(Wrong(Rendered(deploy, "ScaledObject", "keda.sh/v1alpha1"), ScaledObject));

    // KServe's admission takes "cpu" on Knative only from this scaler, and "rps" is counted by Knative alone.
    [Fact]
    public void What_an_InferenceService_scales_by_is_possible_where_it_runs()
    {
        Assert.Equal("hpa.autoscaling.knative.dev", Annotation("""{ "flavour": "kserve", "autoscaling": { "max": 4, "cpuPercent": 70 } }""", "autoscaling.knative.dev/class"));
        Assert.Equal("Serverless", Annotation("""{ "flavour": "kserve", "autoscaling": { "max": 4, "requestsPerSecond": 9 } }""", "serving.kserve.io/deploymentMode"));
        Assert.Null(Annotation("""{ "flavour": "kserve", "replicas": 2 }""", "serving.kserve.io/deploymentMode"));
        const string own = """{ "flavour": "kserve", "annotations": { "serving.kserve.io/deploymentMode": "Knative" }, "autoscaling": { "max": 4, "requestsPerSecond": 9 } }""";
        Assert.Equal("Knative", Annotation(own, "serving.kserve.io/deploymentMode"));
    }

    private static string? Annotation(string deploy, string key) =>
        (string?)Rendered(deploy, "InferenceService", "serving.kserve.io/v1beta1")["metadata"]!["annotations"]![key];

    private static JsonObject Rendered(string deploy, string kind, string version)
    {
        var yaml = Yaml.Write(PairObjects.Of(Pairs.Of(deploy), "models"));
        var rendered = YamlText.Parse(yaml).OfType<JsonObject>().Single(document => (string?)document["kind"] == kind);
        Assert.Equal(version, (string?)rendered["apiVersion"]);
        return rendered;
    }

    private static IEnumerable<string> Wrong(JsonObject rendered, Dictionary<string, string> known) =>
        Leaves(rendered["spec"]!, "spec").Where(leaf => !known.TryGetValue(leaf.Path, out var types) || !types.Split('|').Any(type => Is(leaf.Value, type))).Select(leaf => $"{leaf.Path}: {leaf.Value}");

    private static IEnumerable<(string Path, JsonNode? Value)> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject { Count: > 0 } entries => entries.SelectMany(entry => Leaves(entry.Value, $"{path}.{entry.Key}")),
        JsonArray { Count: > 0 } items => items.SelectMany(item => Leaves(item, $"{path}[]")),
        _ => [(path, node)],
    };

    private static bool Is(JsonNode? value, string type) => (type, value?.GetValueKind()) switch
    {
        ("number", JsonValueKind.Number) or ("flag", JsonValueKind.True or JsonValueKind.False) or ("text", JsonValueKind.String) => true,
        (_, JsonValueKind.String) => value!.GetValue<string>() == type,
        _ => false,
    };
}
