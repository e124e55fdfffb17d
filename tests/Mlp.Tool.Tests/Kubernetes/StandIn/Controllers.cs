using System.Text.Json.Nodes;

namespace Mlp.Tool.Tests.Kubernetes.StandIn;

/// <summary>How pods with an image turn out.</summary>
internal sealed record Fate(string? WaitingReason = null, string? Message = null, int Restarts = 0, bool ExceedsDeadline = false, bool IsNeverReady = false);

/// <summary>Lets Deployments and InferenceServices progress, or not.</summary>
internal sealed class Controllers(ApiStore store)
{
    private readonly Dictionary<string, Fate> _fates = new(StringComparer.Ordinal);

    /// <summary>What becomes of pods with this image; without a word they are ready in a moment.</summary>
    public void Decide(string image, Fate fate) => _fates[image] = fate;

    /// <summary>What the pods that serve run, by the name of their Deployment.</summary>
    public Dictionary<string, JsonObject> Serving { get; } = new(StringComparer.Ordinal);

    public async Task Act(string ns, string plural, string name)
    {
        await Task.Delay(150);
        if (plural is "deployments" or "inferenceservices" && store.Get(ns, plural, name) is { } item)
        {
            var container = plural == "deployments" ? item["spec"]!["template"]!["spec"]!["containers"]![0]! : item["spec"]!["predictor"]!["containers"]![0]!;
            var fate = _fates.GetValueOrDefault(container["image"]!.GetValue<string>(), new());
            RemovePods(ns, name);
            AddPod(ns, item, container.AsObject(), fate);
            var isGood = fate is { WaitingReason: null, ExceedsDeadline: false, IsNeverReady: false };
            if (isGood)
            {
                Serving[name] = item;
            }

            store.Change(ns, plural, name, stored => stored.Content["status"] = plural == "deployments" ? Status(item, fate, isGood) : KServeStatus(item, isGood));
        }
    }

    private static JsonObject Status(JsonObject item, Fate fate, bool isGood)
    {
        var replicas = item["spec"]!["replicas"]?.GetValue<int>() ?? 1;
        return new()
        {
            ["observedGeneration"] = item["metadata"]!["generation"]!.DeepClone(),
            ["replicas"] = isGood ? replicas : replicas + 1,
            ["updatedReplicas"] = isGood ? replicas : 1,
            ["readyReplicas"] = replicas,
            ["availableReplicas"] = replicas,
            ["conditions"] = new JsonArray(fate.ExceedsDeadline
                ? new JsonObject { ["type"] = "Progressing", ["status"] = "False", ["reason"] = "ProgressDeadlineExceeded", ["message"] = "ReplicaSet has timed out progressing." }
                : new JsonObject { ["type"] = "Progressing", ["status"] = "True", ["reason"] = "NewReplicaSetAvailable", ["message"] = "ReplicaSet has successfully progressed." }),
        };
    }

    private static JsonObject KServeStatus(JsonObject item, bool isGood) => new()
    {
        ["observedGeneration"] = item["metadata"]!["generation"]!.DeepClone(),
        ["url"] = $"http://{item["metadata"]!["name"]}.example.org",
        ["conditions"] = new JsonArray(
            new JsonObject { ["type"] = "PredictorReady", ["status"] = isGood ? "True" : "False", ["message"] = isGood ? "" : "the revision failed" },
            new JsonObject { ["type"] = "Ready", ["status"] = isGood ? "True" : "False", ["reason"] = isGood ? "" : "PredictorNotReady" }),
    };

    private void AddPod(string ns, JsonObject owner, JsonObject container, Fate fate)
    {
        var name = $"{owner["metadata"]!["name"]}-{owner["metadata"]!["generation"]}-abcde";
        var state = fate.WaitingReason is null
            ? new JsonObject { ["running"] = new JsonObject() }
            : new JsonObject { ["waiting"] = new JsonObject { ["reason"] = fate.WaitingReason, ["message"] = fate.Message } };
        var status = new JsonObject { ["name"] = container["name"]!.DeepClone(), ["state"] = state, ["restartCount"] = fate.Restarts };
        if (fate.Restarts > 0)
        {
            status["lastState"] = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 134, ["reason"] = "Error" } };
        }

        store.Change(ns, "pods", name, stored =>
        {
            (stored.Content["apiVersion"], stored.Content["kind"]) = ("v1", "Pod");
            stored.Content["metadata"]!["labels"] = owner["metadata"]!["labels"]!.DeepClone();
            stored.Content["spec"] = new JsonObject { ["containers"] = new JsonArray(container.DeepClone()) };
            stored.Content["status"] = new JsonObject { ["phase"] = "Running", ["containerStatuses"] = new JsonArray(status) };
            return 0;
        });
        if (fate.WaitingReason is not null)
        {
            store.Change(ns, "events", $"{name}.1", stored =>
            {
                (stored.Content["type"], stored.Content["reason"], stored.Content["message"], stored.Content["lastTimestamp"]) = ("Warning", "BackOff", "Back-off restarting failed container", "2026-01-01T00:00:00Z");
                stored.Content["involvedObject"] = new JsonObject { ["name"] = name };
                return 0;
            });
        }
    }

    private void RemovePods(string ns, string name)
    {
        foreach (var pod in store.List(ns, "pods").Select(pod => pod["metadata"]!["name"]!.GetValue<string>()).Where(pod => pod.StartsWith($"{name}-", StringComparison.Ordinal)))
        {
            store.Delete(ns, "pods", pod);
            store.Delete(ns, "events", $"{pod}.1");
        }
    }
}
