using System.Globalization;
using System.Text.Json.Nodes;

namespace Mlp.Cli.Kubernetes.Objects;

/// <summary>The Deployment of a pair: a new version starts beside the old one, which ends only when the new one is ready.</summary>
internal static class DeploymentObject
{
    public const string PortName = "http";
    public const string ContainerName = "model";
    private const int GraceSeconds = 10;

    public static JsonObject Of(PairToRun pair)
    {
        var spec = new JsonObject();
        if (pair.Settings.Autoscaling is null)
        {
            spec["replicas"] = pair.Settings.Replicas; // Where something scales, the number is its own.
        }

        spec["revisionHistoryLimit"] = 3;
        spec["selector"] = new JsonObject { ["matchLabels"] = PairLabels.Selector(pair) };
        spec["strategy"] = new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxUnavailable"] = 0, ["maxSurge"] = 1 } };
        spec["template"] = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = PairLabels.Labels(pair), ["annotations"] = Annotations(pair) },
            ["spec"] = Pod(pair),
        };
        return new() { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["metadata"] = null, ["spec"] = spec };
    }

    private static JsonObject Annotations(PairToRun pair) => PairLabels.With(
        new()
        {
            ["mlp.image"] = pair.Image,
            ["prometheus.io/scrape"] = "true",
            ["prometheus.io/port"] = ModelContainer.Port.ToString(CultureInfo.InvariantCulture),
            ["prometheus.io/path"] = "/metrics",
        },
        pair.Settings.Annotations);

    private static JsonObject Pod(PairToRun pair)
    {
        var settings = pair.Settings;
        var pod = new JsonObject
        {
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["terminationGracePeriodSeconds"] = settings.StopDelaySeconds + settings.DrainSeconds + GraceSeconds,
            ["securityContext"] = new JsonObject
            {
                ["runAsNonRoot"] = true,
                ["runAsUser"] = ModelContainer.User,
                ["runAsGroup"] = ModelContainer.User,
                ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
            },
            ["topologySpreadConstraints"] = new JsonArray(Spread(pair, "kubernetes.io/hostname"), Spread(pair, "topology.kubernetes.io/zone")),
        };
        if (settings.ImagePullSecrets.Count > 0)
        {
            pod["imagePullSecrets"] = ModelContainer.ImagePullSecrets(settings);
        }

        pod["containers"] = new JsonArray(Container(pair));
        pod["volumes"] = ModelContainer.Volumes();
        return pod;
    }

    private static JsonObject Container(PairToRun pair)
    {
        var container = ModelContainer.Of(pair, ContainerName, PortName);
        container["startupProbe"] = ModelContainer.StartupProbe();
        container["readinessProbe"] = ModelContainer.ReadinessProbe();
        container["livenessProbe"] = ModelContainer.LivenessProbe();
        if (pair.Settings.StopDelaySeconds > 0)
        {
            // Until every node has heard that the pod ends, requests still come; the process may not know before they stop.
            container["lifecycle"] = new JsonObject { ["preStop"] = new JsonObject { ["sleep"] = new JsonObject { ["seconds"] = pair.Settings.StopDelaySeconds } } };
        }

        return container;
    }

    private static JsonObject Spread(PairToRun pair, string over) => new()
    {
        ["maxSkew"] = 1,
        ["topologyKey"] = over,
        ["whenUnsatisfiable"] = "ScheduleAnyway",
        ["labelSelector"] = new JsonObject { ["matchLabels"] = PairLabels.Selector(pair) },
    };
}
