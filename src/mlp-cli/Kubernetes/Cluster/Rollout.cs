using System.Globalization;
using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Objects;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Kubernetes.Cluster;

/// <summary>Waits until a pair's new pods serve. Pods that cannot start are not waited for.</summary>
internal sealed class Rollout(KubectlProgram kubectl, string clusterNamespace, TimeSpan limit)
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(1);

    /// <summary>Null when they serve, else what kubectl says; the report says why.</summary>
    public async Task<string?> Wait(PairToRun pair, Ct ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var waiting = Answer(pair, over.Token);
        var hopeless = Hopeless(pair, over.Token);
        var first = await Task.WhenAny(waiting, hopeless);
        var reason = first == hopeless && await hopeless is { } said ? said : await waiting is { Succeeded: false } answer ? answer.Complaint : null;
        await over.CancelAsync();
        await Task.WhenAll(Quietly(waiting), Quietly(hopeless));
        ct.ThrowIfCancellationRequested();
        return reason;
    }

    private Task<KubectlAnswer> Answer(PairToRun pair, Ct ct)
    {
        var seconds = string.Create(CultureInfo.InvariantCulture, $"--timeout={limit.TotalSeconds:0}s");
        string[] arguments = pair.Settings.Flavour == Flavour.KServe
            ? ["wait", "--for=condition=Ready", $"inferenceservices.serving.kserve.io/{pair.Name}", seconds]
            : ["rollout", "status", $"deployments.apps/{pair.Name}", seconds];
        return kubectl.Run(arguments, null, limit + TimeSpan.FromSeconds(30), ct);
    }

    // Ends early only with a reason; without one, the waiting decides.
    private async Task<string?> Hopeless(PairToRun pair, Ct ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(AskedEvery, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ct.IsCancellationRequested && (await PodStatus.OfPair(kubectl, clusterNamespace, pair, ct)).Select(pod => pod.CannotStart).FirstOrDefault(reason => reason is not null) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static Task Quietly(Task task) => task.ContinueWith(_ => { }, TaskScheduler.Default);
}

/// <summary>How a pod of a pair is.</summary>
internal sealed class PodStatus(JsonObject pod)
{
    private const int Restarts = 3;
    private static readonly string[] Final = ["InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError", "ImagePullBackOff"];

    public string Name { get; } = pod["metadata"]!["name"]!.GetValue<string>();

    /// <summary>What keeps it from ever serving; null as long as it may.</summary>
    public string? CannotStart => Container is { } container && Waiting(container) is { } reason && (Final.Contains(reason) || (reason == "CrashLoopBackOff" && RestartCount(container) >= Restarts))
        ? $"pod {Name}: {Described(container["state"]!["waiting"]!)}"
        : null;

    /// <summary>What is wrong with it, in words.</summary>
    public IEnumerable<string> Troubles
    {
        get
        {
            foreach (var condition in (pod["status"]?["conditions"] as JsonArray ?? []).Where(condition => Text(condition!["type"]) == "PodScheduled" && Text(condition["status"]) == "False"))
            {
                yield return $"pod {Name} is not placed: {Text(condition!["message"])}";
            }

            if (Container?["state"]?["waiting"] is { } waiting)
            {
                yield return $"pod {Name}: {Described(waiting)}";
            }

            if ((Container?["lastState"]?["terminated"] ?? Container?["state"]?["terminated"]) is { } ended)
            {
                yield return $"pod {Name} ended with {ended["exitCode"]}: {Described(ended)}";
            }
        }
    }

    /// <summary>Whether its container has run, so that it may have said something.</summary>
    public bool HasRun => Container?["state"]?["waiting"] is null || RestartCount(Container) > 0;

    public bool HasEnded => Container?["lastState"]?["terminated"] is not null;

    /// <summary>The pods that run what is being rolled out; none where they may not be looked at.</summary>
    public static async Task<IReadOnlyList<PodStatus>> OfPair(KubectlProgram kubectl, string clusterNamespace, PairToRun pair, Ct ct)
    {
        var selector = Uri.EscapeDataString($"{PairLabels.Pair}={pair.Name}");
        try
        {
            var answer = await kubectl.Run(["get", $"--raw=/api/v1/namespaces/{clusterNamespace}/pods?labelSelector={selector}"], null, ct);
            return !answer.Succeeded ? [] : [.. (JsonNode.Parse(answer.Output)!["items"] as JsonArray ?? []).Where(pod => Runs(pod!, pair.Image)).Select(pod => new PodStatus(pod!.AsObject()))];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    private JsonNode? Container => (pod["status"]?["containerStatuses"] as JsonArray)?.FirstOrDefault();

    private static bool Runs(JsonNode pod, string image) => (pod["spec"]?["containers"] as JsonArray)?.Any(container => Text(container!["image"]) == image) == true;

    private static string? Waiting(JsonNode container) => Text(container["state"]?["waiting"]?["reason"]);

    private static int RestartCount(JsonNode container) => container["restartCount"]?.GetValue<int>() ?? 0;

    private static string Described(JsonNode state) => string.Join(": ", new[] { Text(state["reason"]), Text(state["message"]) }.Where(text => !string.IsNullOrWhiteSpace(text)));

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
