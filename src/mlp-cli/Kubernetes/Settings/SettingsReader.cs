using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mlp.Cli.Kubernetes.Settings;

/// <summary>Reads the settings and checks what a cluster would refuse only later, or take for something else.</summary>
internal static partial class SettingsReader
{
    public static readonly IReadOnlyList<string> FieldsOfModel =
    [
        "replicas", "resources", "autoscaling", "ingress", "labels", "annotations", "env", "imagePullSecrets", "flavour", "scaler", "stopDelaySeconds", "drainSeconds",
    ];

    public static readonly IReadOnlyList<string> FieldsForAll = ["target", "namespace", "cluster", .. FieldsOfModel, "models"];

    private static readonly string[] ResourceFields = ["cpu", "memory", "cpuLimit", "memoryLimit"];
    private static readonly string[] AutoscalingFields = ["min", "max", "cpuPercent", "requestsPerSecond", "prometheus", "query"];
    private static readonly string[] IngressFields = ["host", "path", "className", "tls", "rewrite", "annotations"];
    private static readonly string[] SecretFields = ["secret", "key"];

    // What decides where the process listens and how it ends follows from the objects.
    private static readonly string[] OwnVariables =
        ["MLP_SERVING_PORT", "MLP_SERVING_URLS", "MLP_SERVING_SOCKET", "MLP_SERVING_DRAIN_TIMEOUT", "MLP_SERVING_UNTIL_INPUT_ENDS", "MLP_SERVING_MODEL", "MLP_SERVING_PARAMETERS", "PROTOCOL"];

    public static KubernetesSettings Read(Fields fields, IReadOnlyList<string> known)
    {
        fields.Demand(known);
        var defaults = new KubernetesSettings();
        var flavour = fields.Word("flavour", "deployment", "kserve") == "kserve" ? Flavour.KServe : Flavour.Deployment;
        var scaler = fields.Word("scaler", "hpa", "keda") == "keda" ? Scaler.Keda : Scaler.Hpa;
        var settings = new KubernetesSettings
        {
            Namespace = fields.Text("namespace", KubernetesText.IsLabel, "a namespace: lower-case letters, digits and -, at most 63 characters"),
            Cluster = fields.Text("cluster", text => ClusterName().IsMatch(text), "a name for the cluster: letters, digits and . _ -, at most 100 characters"),
            Flavour = flavour,
            Scaler = scaler,
            Replicas = fields.Number("replicas", 1, 1000) ?? defaults.Replicas,
            Resources = fields.Object("resources", ResourceFields, Resources) ?? defaults.Resources,
            Autoscaling = fields.Object("autoscaling", AutoscalingFields, each => Autoscaling(each, flavour, scaler)),
            Ingress = fields.Object("ingress", IngressFields, Ingress),
            Labels = fields.Map("labels", IsOwnKey, "a label's key, not one of app.kubernetes.io/ and not of mlp.", LabelValue),
            Annotations = fields.Map("annotations", IsOwnKey, "an annotation's key, not one of app.kubernetes.io/ and not of mlp.", AnnotationValue),
            Environment = fields.Map("env", IsOwnVariable, $"a variable's name, none of {string.Join(", ", OwnVariables)}", Variable),
            ImagePullSecrets = fields.Texts("imagePullSecrets", KubernetesText.IsName, "the name of a secret"),
            StopDelaySeconds = fields.Number("stopDelaySeconds", 0, 600) ?? defaults.StopDelaySeconds,
            DrainSeconds = fields.Number("drainSeconds", 1, 3600) ?? defaults.DrainSeconds,
        };
        Agree(fields, settings);
        return settings;
    }

    private static void Agree(Fields fields, KubernetesSettings settings)
    {
        if (settings is { Autoscaling: not null } && fields.Has("replicas"))
        {
            throw fields.Contradicts("replicas", "'replicas' and 'autoscaling' are both given", "give one of them; for one model, null takes the other away");
        }

        if (settings.Flavour == Flavour.KServe && settings.Scaler == Scaler.Keda)
        {
            throw fields.Contradicts("scaler", "an InferenceService scales itself", "leave 'scaler' out: KServe scales by 'cpuPercent', and on Knative by 'requestsPerSecond'");
        }

        if (settings is { Flavour: Flavour.KServe, Autoscaling: { } scaling })
        {
            AgreeWithKServe(fields, scaling, settings.Annotations);
        }

        if (settings.Flavour == Flavour.KServe && settings.Ingress is not null)
        {
            throw fields.Contradicts("ingress", "KServe makes its own ingress", "leave 'ingress' out");
        }

        if (settings.Scaler == Scaler.Keda && settings.Autoscaling is null)
        {
            throw fields.Contradicts("scaler", "'scaler' says keda, but nothing is scaled", "give 'autoscaling', or leave 'scaler' out");
        }
    }

    // What KServe would refuse, or take and not do.
    private static void AgreeWithKServe(Fields fields, Autoscaling scaling, IReadOnlyDictionary<string, string> annotations)
    {
        if (scaling.CpuPercent > 100)
        {
            throw fields.Contradicts("autoscaling", $"KServe scales by at most 100 percent of what a pod asks for, not by {scaling.CpuPercent}", "lower 'cpuPercent', and 'resources.cpu' with it");
        }

        if (scaling.RequestsPerSecond is not null && annotations.TryGetValue(KubernetesSettings.KServeMode, out var mode) && mode is not ("Serverless" or "Knative"))
        {
            throw fields.Contradicts("autoscaling", $"KServe counts requests on Knative alone, and the annotation {KubernetesSettings.KServeMode} says {mode}", "leave the annotation out, or scale by 'cpuPercent'");
        }
    }

    private static Resources Resources(Fields fields)
    {
        const string cpu = "cores, as in 500m, 0.5 or 2";
        const string memory = "an amount of memory, as in 512Mi or 2Gi";
        var defaults = new Resources();
        var requested = fields.Text("memory", ClusterQuantity.IsMemory, memory) ?? defaults.Memory;
        var resources = new Resources(
            fields.Text("cpu", ClusterQuantity.IsCpu, cpu) ?? defaults.Cpu,
            requested,
            fields.Text("cpuLimit", ClusterQuantity.IsCpu, cpu),
            fields.Text("memoryLimit", ClusterQuantity.IsMemory, memory) ?? requested);
        if (resources.CpuLimit is { } limit && ClusterQuantity.Value(limit) < ClusterQuantity.Value(resources.Cpu))
        {
            throw fields.Contradicts("cpuLimit", $"the limit {limit} is below the {resources.Cpu} that is asked for", "raise 'cpuLimit', or lower 'cpu'");
        }

        return ClusterQuantity.Value(resources.MemoryLimit) >= ClusterQuantity.Value(resources.Memory)
            ? resources
            : throw fields.Contradicts("memoryLimit", $"the limit {resources.MemoryLimit} is below the {resources.Memory} that is asked for", "raise 'memoryLimit', or lower 'memory'");
    }

    private static Autoscaling Autoscaling(Fields fields, Flavour flavour, Scaler scaler)
    {
        var scaling = new Autoscaling(
            fields.Number("min", 1, 1000) ?? 1,
            fields.Number("max", 1, 1000) ?? throw fields.Contradicts("max", "'autoscaling' has no 'max'", "say how many pods there may be at most"),
            fields.Number("cpuPercent", 1, 1000),
            fields.Number("requestsPerSecond", 1, 1_000_000),
            fields.Text("prometheus", text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https", "Prometheus' address, as in http://prometheus.monitoring:9090"),
            fields.Text("query", text => text.Length > 0, "a query of Prometheus"));
        if (scaling.Max < scaling.Min)
        {
            throw fields.Contradicts("max", $"'max' {scaling.Max} is below 'min' {scaling.Min}", "raise 'max', or lower 'min'");
        }

        if (scaling is { CpuPercent: not null, RequestsPerSecond: not null } or { CpuPercent: null, RequestsPerSecond: null })
        {
            throw fields.Contradicts("cpuPercent", "there has to be one of 'cpuPercent' and 'requestsPerSecond'", "give the one to scale by");
        }

        AgreeOnRequests(fields, scaling, flavour, scaler);
        return scaling;
    }

    private static void AgreeOnRequests(Fields fields, Autoscaling scaling, Flavour flavour, Scaler scaler)
    {
        var asksPrometheus = scaler == Scaler.Keda && scaling.RequestsPerSecond is not null;
        if (scaling.RequestsPerSecond is not null && !asksPrometheus && flavour == Flavour.Deployment)
        {
            throw fields.Contradicts("requestsPerSecond", "a HorizontalPodAutoscaler knows no requests", "give \"scaler\": \"keda\" as well, or scale by 'cpuPercent'");
        }

        if (asksPrometheus && scaling.Prometheus is null)
        {
            throw fields.Contradicts("prometheus", "KEDA counts requests in Prometheus, whose address is not given", "give 'prometheus', as in http://prometheus.monitoring:9090");
        }

        if (!asksPrometheus && (scaling.Prometheus ?? scaling.Query) is not null)
        {
            throw fields.Contradicts(scaling.Prometheus is null ? "query" : "prometheus", "only KEDA's scaling by 'requestsPerSecond' asks Prometheus", "leave it out, or give \"scaler\": \"keda\" and 'requestsPerSecond'");
        }
    }

    private static IngressSettings Ingress(Fields fields)
    {
        var ingress = new IngressSettings(
            fields.Text("host", text => KubernetesText.IsHost(Placeholders.Sample(text)), "a host name, as in models.example.org or {name}.models.example.org"),
            fields.Text("path", text => IngressPath().IsMatch(Placeholders.Sample(text)), "a path, as in / or /{type}/{parameters}") ?? "/",
            fields.Text("className", KubernetesText.IsName, "the name of an ingress class"),
            fields.Text("tls", text => KubernetesText.IsName(Placeholders.Sample(text)), "the name of the secret with the certificate"),
            fields.Word("rewrite", "nginx", "none") == "nginx",
            fields.Map("annotations", KubernetesText.IsKey, "an annotation's key", AnnotationValue));
        if (ingress is { Tls: not null, Host: null })
        {
            throw fields.Contradicts("tls", "a certificate is for a host, and there is none", "give 'host'");
        }

        return ingress.Path == "/" || fields.Has("rewrite") || ingress.Annotations.Count > 0
            ? ingress
            : throw fields.Contradicts(
                "path", $"models answer at /, so the controller has to take '{ingress.Path}' away", "say how: \"rewrite\": \"nginx\", or 'annotations' of your controller; \"none\" where it does so by itself");
    }

    private static string LabelValue(Fields fields, string key, JsonElement value) => Text(fields, key, value) is var text && KubernetesText.IsLabelValue(text)
        ? text
        : throw fields.NotAllowed(key, text, "a label's value: letters, digits and . _ -, at most 63 characters");

    private static string AnnotationValue(Fields fields, string key, JsonElement value) => Text(fields, key, value);

    private static EnvironmentValue Variable(Fields fields, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var secret = fields.Nested(name, value, SecretFields);
            return new(
                null,
                secret.Text("secret", KubernetesText.IsName, "the name of a secret") ?? throw secret.WrongType("secret", "the name of a secret"),
                secret.Text("key", text => SecretKey().IsMatch(text), "a key of the secret") ?? throw secret.WrongType("key", "a key of the secret"));
        }

        return name != "MLP_SERVING_TOKEN" ? new(Text(fields, name, value)) : throw fields.Contradicts(name, "a token does not belong into a repository", "keep it in a secret: {\"secret\": \"name\", \"key\": \"token\"}");
    }

    private static string Text(Fields fields, string key, JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw fields.WrongType(key, "a text");

    private static bool IsOwnKey(string key) => KubernetesText.IsKey(key) && !key.StartsWith("mlp.", StringComparison.Ordinal) && !key.StartsWith("app.kubernetes.io/", StringComparison.Ordinal);

    private static bool IsOwnVariable(string name) => VariableName().IsMatch(name) && !OwnVariables.Contains(name);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClusterName();

    [GeneratedRegex(@"^/([A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex IngressPath();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]{1,253}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SecretKey();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
