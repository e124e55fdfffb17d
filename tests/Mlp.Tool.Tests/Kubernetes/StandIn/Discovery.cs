using System.Text.Json.Nodes;

namespace Mlp.Tool.Tests.Kubernetes.StandIn;

/// <summary>What the stand-in tells of itself: the kinds that it knows, in both forms of discovery and of OpenAPI.</summary>
internal sealed class Discovery(bool knowsExtras)
{
    public static readonly IReadOnlyList<(string Kind, string Group, string Version, string Plural)> Kinds =
    [
        ("Deployment", "apps", "v1", "deployments"), ("Service", "", "v1", "services"), ("Pod", "", "v1", "pods"), ("Event", "", "v1", "events"),
        ("Ingress", "networking.k8s.io", "v1", "ingresses"), ("HorizontalPodAutoscaler", "autoscaling", "v2", "horizontalpodautoscalers"),
        ("PodDisruptionBudget", "policy", "v1", "poddisruptionbudgets"),
        ("ScaledObject", "keda.sh", "v1alpha1", "scaledobjects"), ("InferenceService", "serving.kserve.io", "v1beta1", "inferenceservices"),
    ];

    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public bool Knows(string group, string plural) => Known.Any(kind => (kind.Group, kind.Plural) == (group, plural));

    private IEnumerable<(string Kind, string Group, string Version, string Plural)> Known => Kinds.Where(kind => knowsExtras || kind.Group is not ("keda.sh" or "serving.kserve.io"));

    private IEnumerable<IGrouping<(string Group, string Version), (string Kind, string Group, string Version, string Plural)>> Groups => Known.GroupBy(kind => (kind.Group, kind.Version));

    public JsonObject Aggregated(bool isCore) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. Groups.Where(group => group.Key.Group.Length == 0 == isCore).Select(group => new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = group.Key.Group },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["version"] = group.Key.Version,
                ["freshness"] = "Current",
                ["resources"] = new JsonArray([.. group.Select(kind => new JsonObject
                {
                    ["resource"] = kind.Plural,
                    ["responseKind"] = new JsonObject { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind },
                    ["scope"] = "Namespaced",
                    ["singularResource"] = kind.Kind.ToLowerInvariant(),
                    ["verbs"] = new JsonArray([.. Verbs]),
                })]),
            }),
        })]),
    };

    public JsonObject GroupList() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. Groups.Where(group => group.Key.Group.Length > 0).Select(group => new JsonObject
        {
            ["name"] = group.Key.Group,
            ["versions"] = new JsonArray(Version(group.Key)),
            ["preferredVersion"] = Version(group.Key),
        })]),
    };

    public JsonObject? Resources(string group, string version) => Groups.FirstOrDefault(each => each.Key == (group, version)) is not { } kinds ? null : new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
        ["resources"] = new JsonArray([.. kinds.Select(kind => new JsonObject
        {
            ["name"] = kind.Plural, ["singularName"] = kind.Kind.ToLowerInvariant(), ["namespaced"] = true, ["kind"] = kind.Kind, ["verbs"] = new JsonArray([.. Verbs]),
        })]),
    };

    public JsonObject OpenApi3Index() => new()
    {
        ["paths"] = new JsonObject(Groups.Select(group => KeyValuePair.Create(Path(group.Key), (JsonNode?)new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{Path(group.Key)}?hash=1" }))),
    };

    /// <summary>That a PATCH of these kinds takes <c>fieldValidation</c>: what kubectl looks for before it leaves checking to the server.</summary>
    public JsonObject? OpenApi3(string path) => Groups.FirstOrDefault(group => Path(group.Key) == path) is not { } kinds ? null : new()
    {
        ["openapi"] = "3.0.0",
        ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.36.0" },
        ["paths"] = new JsonObject(kinds.Select(kind => KeyValuePair.Create($"/{path}/namespaces/{{namespace}}/{kind.Plural}/{{name}}", (JsonNode?)new JsonObject
        {
            ["patch"] = new JsonObject
            {
                ["parameters"] = new JsonArray([.. new[] { "dryRun", "fieldManager", "fieldValidation", "force" }.Select(name => new JsonObject { ["name"] = name, ["in"] = "query" })]),
                ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind },
            },
        }))),
    };

    /// <summary>OpenAPI v2 as a protocol buffer, which older kubectls ask for: the version 2.0 (field 1), and the title and version of the information (field 2). It describes no kind, so they check none.</summary>
    public static byte[] OpenApi2() => [.. Field(1, "2.0"u8), .. Field(2, [.. Field(1, "Kubernetes"u8), .. Field(2, "v1.36.0"u8)])];

    private static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];

    private static JsonObject Version((string Group, string Version) group) => new() { ["groupVersion"] = $"{group.Group}/{group.Version}", ["version"] = group.Version };

    private static string Path((string Group, string Version) group) => group.Group.Length == 0 ? $"api/{group.Version}" : $"apis/{group.Group}/{group.Version}";
}
