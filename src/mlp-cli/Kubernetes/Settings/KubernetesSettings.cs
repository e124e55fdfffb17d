namespace Mlp.Cli.Kubernetes.Settings;

/// <summary>How the pairs of one model type run on Kubernetes.</summary>
internal sealed record KubernetesSettings
{
    /// <summary>The annotation that says what KServe makes of an InferenceService: something on Knative, or plain objects.</summary>
    public const string KServeMode = "serving.kserve.io/deploymentMode";

    /// <summary>Null: that of the context, or of whoever applies the objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>What the record calls the cluster; null: as the kubeconfig does.</summary>
    public string? Cluster { get; init; }

    public Flavour Flavour { get; init; }

    public Scaler Scaler { get; init; }

    /// <summary>How many, where nothing scales.</summary>
    public int Replicas { get; init; } = 1;

    public Resources Resources { get; init; } = new();

    /// <summary>Null: as many as <see cref="Replicas"/> says.</summary>
    public Autoscaling? Autoscaling { get; init; }

    /// <summary>Null: reached within the cluster alone.</summary>
    public IngressSettings? Ingress { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, EnvironmentValue> Environment { get; init; } = new Dictionary<string, EnvironmentValue>();

    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    /// <summary>How long an ending pod goes on as before, so that all have learned that it ends. 0 for clusters that know no sleep.</summary>
    public int StopDelaySeconds { get; init; } = 5;

    /// <summary>How long it then may take to answer what it was asked.</summary>
    public int DrainSeconds { get; init; } = 30;
}

/// <summary>Which objects run the pods.</summary>
internal enum Flavour
{
    Deployment,
    KServe,
}

/// <summary>What changes their number.</summary>
internal enum Scaler
{
    Hpa,
    Keda,
}

/// <summary>What a pod asks for, and may take at most.</summary>
/// <param name="CpuLimit">Null: whatever is idle.</param>
internal sealed record Resources(string Cpu = "100m", string Memory = "512Mi", string? CpuLimit = null, string MemoryLimit = "512Mi");

/// <summary>How many pods, by what. Of the two measures there is one.</summary>
/// <param name="CpuPercent">Of what a pod asks for.</param>
/// <param name="RequestsPerSecond">Of one pod.</param>
/// <param name="Prometheus">Where KEDA asks for the requests.</param>
/// <param name="Query">What it asks; null: the requests of the pair's pods.</param>
internal sealed record Autoscaling(int Min, int Max, int? CpuPercent, int? RequestsPerSecond, string? Prometheus, string? Query);

/// <summary>Where callers outside of the cluster find the pairs; <c>{name}</c>, <c>{type}</c> and <c>{parameters}</c> stand for the pair's.</summary>
/// <param name="Tls">The secret with the certificate.</param>
internal sealed record IngressSettings(
    string? Host, string Path, string? ClassName, string? Tls, bool RewritesByNginx, IReadOnlyDictionary<string, string> Annotations);

/// <summary>A variable's value: a text, or a key of a secret.</summary>
internal sealed record EnvironmentValue(string? Text, string? Secret = null, string? Key = null);
