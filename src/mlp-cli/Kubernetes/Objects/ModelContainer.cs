using System.Globalization;
using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Kubernetes.Objects;

/// <summary>The container that serves a pair. Its image has no shell: everything is asked over HTTP.</summary>
internal static class ModelContainer
{
    public const int Port = 8080;
    public const int User = 65532;
    private const string Temporary = "tmp";

    public static JsonObject Of(PairToRun pair, string name, string portName, params (string Name, string Value)[] more) => new()
    {
        ["name"] = name,
        ["image"] = pair.Image,
        ["ports"] = new JsonArray(new JsonObject { ["name"] = portName, ["containerPort"] = Port, ["protocol"] = "TCP" }),
        ["env"] = Environment(pair, more),
        ["resources"] = Resources(pair.Settings.Resources),
        ["securityContext"] = new JsonObject
        {
            ["runAsNonRoot"] = true,
            ["runAsUser"] = User,
            ["runAsGroup"] = User,
            ["allowPrivilegeEscalation"] = false,
            ["readOnlyRootFilesystem"] = true,
            ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        },
        ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = Temporary, ["mountPath"] = "/tmp" }),
    };

    /// <summary>The one folder that a model may write to.</summary>
    public static JsonArray Volumes() => new(new JsonObject { ["name"] = Temporary, ["emptyDir"] = new JsonObject { ["sizeLimit"] = "1Gi" } });

    public static JsonArray ImagePullSecrets(KubernetesSettings settings) => [.. settings.ImagePullSecrets.Select(name => new JsonObject { ["name"] = name })];

    /// <summary>Ready a moment after the start, or not for two minutes.</summary>
    public static JsonObject StartupProbe() => Probe("/health/ready", period: 1, failures: 120);

    public static JsonObject ReadinessProbe() => Probe("/health/ready", period: 5, failures: 2);

    public static JsonObject LivenessProbe() => Probe("/health/live", period: 10, failures: 3);

    private static JsonObject Probe(string path, int period, int failures) => new()
    {
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = Port },
        ["periodSeconds"] = period,
        ["timeoutSeconds"] = 2,
        ["failureThreshold"] = failures,
    };

    private static JsonArray Environment(PairToRun pair, (string Name, string Value)[] more)
    {
        var own = more.Append(("MLP_SERVING_DRAIN_TIMEOUT", string.Create(CultureInfo.InvariantCulture, $"{pair.Settings.DrainSeconds}s")));
        var variables = own.Select(each => new JsonObject { ["name"] = each.Item1, ["value"] = each.Item2 })
            .Concat(pair.Settings.Environment.Select(each => Variable(each.Key, each.Value)));
        return [.. variables.OrderBy(variable => variable["name"]!.GetValue<string>(), StringComparer.Ordinal)];
    }

    private static JsonObject Variable(string name, EnvironmentValue value) => value.Text is not null
        ? new() { ["name"] = name, ["value"] = value.Text }
        : new() { ["name"] = name, ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = value.Secret, ["key"] = value.Key } } };

    private static JsonObject Resources(Resources resources)
    {
        var limits = new JsonObject { ["memory"] = resources.MemoryLimit };
        if (resources.CpuLimit is not null)
        {
            limits["cpu"] = resources.CpuLimit;
        }

        return new() { ["requests"] = new JsonObject { ["cpu"] = resources.Cpu, ["memory"] = resources.Memory }, ["limits"] = limits };
    }
}
