using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Kubernetes.Objects;

/// <summary>How a pair is reached, and that it stays reachable while nodes are emptied.</summary>
internal static class ServiceObjects
{
    public const int Port = 80;

    public static JsonObject Service(PairToRun pair) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = null,
        ["spec"] = new JsonObject
        {
            ["type"] = "ClusterIP",
            ["selector"] = PairLabels.Selector(pair),
            ["ports"] = new JsonArray(new JsonObject
            {
                ["name"] = DeploymentObject.PortName,
                ["port"] = Port,
                ["targetPort"] = DeploymentObject.PortName,
                ["protocol"] = "TCP",
                ["appProtocol"] = "http",
            }),
        },
    };

    public static JsonObject Ingress(PairToRun pair, IngressSettings settings)
    {
        var spec = new JsonObject();
        if (settings.ClassName is not null)
        {
            spec["ingressClassName"] = settings.ClassName;
        }

        var rule = new JsonObject();
        if (Host(pair, settings) is { } host)
        {
            rule["host"] = host;
        }

        rule["http"] = new JsonObject { ["paths"] = new JsonArray(Path(pair, settings)) };
        spec["rules"] = new JsonArray(rule);
        if (settings.Tls is not null)
        {
            spec["tls"] = new JsonArray(new JsonObject { ["hosts"] = new JsonArray(Host(pair, settings)), ["secretName"] = pair.FillHost(settings.Tls) });
        }

        return new()
        {
            ["apiVersion"] = "networking.k8s.io/v1",
            ["kind"] = "Ingress",
            ["metadata"] = new JsonObject { ["annotations"] = Annotations(settings) },
            ["spec"] = spec,
        };
    }

    public static string? Host(PairToRun pair, IngressSettings settings) => settings.Host is null ? null : pair.FillHost(settings.Host);

    public static string Path(IngressSettings settings, PairToRun pair) => pair.Fill(settings.Path);

    public static JsonObject DisruptionBudget(PairToRun pair) => new()
    {
        ["apiVersion"] = "policy/v1",
        ["kind"] = "PodDisruptionBudget",
        ["metadata"] = null,
        ["spec"] = new JsonObject
        {
            // One at a time, also where there is only one: a budget that allows none would keep nodes from being emptied.
            ["maxUnavailable"] = 1,
            ["unhealthyPodEvictionPolicy"] = "AlwaysAllow",
            ["selector"] = new JsonObject { ["matchLabels"] = PairLabels.Selector(pair) },
        },
    };

    private static JsonObject Path(PairToRun pair, IngressSettings settings)
    {
        var path = Path(settings, pair);
        var isRewritten = settings.RewritesByNginx && path != "/";
        return new()
        {
            // What stands behind the pair's own path is all that the model is to see.
            ["path"] = isRewritten ? $"{path.Replace(".", "\\.", StringComparison.Ordinal)}(/|$)(.*)" : path,
            ["pathType"] = isRewritten ? "ImplementationSpecific" : "Prefix",
            ["backend"] = new JsonObject
            {
                ["service"] = new JsonObject { ["name"] = pair.Name, ["port"] = new JsonObject { ["name"] = DeploymentObject.PortName } },
            },
        };
    }

    private static JsonObject Annotations(IngressSettings settings) => PairLabels.With(
        settings.RewritesByNginx && settings.Path != "/"
            ? new() { ["nginx.ingress.kubernetes.io/use-regex"] = "true", ["nginx.ingress.kubernetes.io/rewrite-target"] = "/$2" }
            : [],
        settings.Annotations);
}
