using System.Text.Json.Nodes;
using Mlp.Cli;
using Mlp.Tool.Tests.Commands;
using Mlp.Tool.Tests.Kubernetes.StandIn;
using Mlp.Wire;

namespace Mlp.Tool.Tests.Kubernetes;

public sealed class RolloutTests(SharedRegistry registry)
{
    private const string Ns = "models";

    [Fact]
    public async Task A_pair_is_applied_waited_for_asked_and_recorded()
    {
        await using var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        var target = await ClusterUser.Target(client, cluster.Kubeconfig, 'a', """{ "cluster": "accelerator" }""");
        Assert.Equal("kubernetes/accelerator/models", target.Name);
        var deployment = await target.Deploy(user.Pair(), refresh: false, Ct.None);
        Assert.Equal(
            (target.Name, Pairs.Image('a'), $"http://{user.Name}.models.svc", DeploymentState.Serving, $"sha256:{new string('5', 64)}"),
            (deployment.Target, deployment.Image, deployment.Endpoint, deployment.State, deployment.Serving));
        Assert.Equal([$"deployments/{user.Name}", $"poddisruptionbudgets/{user.Name}", $"services/{user.Name}"], cluster.Store.Names());
        Assert.Contains(cluster.Requests, request => request.StartsWith($"PATCH /apis/apps/v1/namespaces/models/deployments/{user.Name}?", StringComparison.Ordinal) && request.Contains("fieldManager=mlp", StringComparison.Ordinal) && !request.Contains("force=true", StringComparison.Ordinal));
        Assert.Contains($"POST /api/v1/namespaces/models/services/{user.Name}:http/proxy/predict", cluster.Requests);
        Assert.False(await target.IsOutdated(deployment, Ct.None));
        Assert.True(await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a', """{ "cluster": "accelerator", "replicas": 2 }""")).IsOutdated(deployment, Ct.None));
        cluster.Store.Delete(Ns, "services", user.Name);
        Assert.True(await target.IsOutdated(deployment, Ct.None));
        await target.Retire(deployment, Ct.None);
        Assert.Empty(cluster.Store.Names());
        Assert.Equal(DeploymentState.Ended, (await client.Deployments.GetAsync(deployment.Id)).State);
    }

    [Theory]
    [InlineData("CrashLoopBackOff", 3, "back-off 40s restarting failed container", "its log ends: ", "MLP8003")]
    [InlineData("ImagePullBackOff", 0, "Back-off pulling image", "BackOff: Back-off restarting failed container", null)]
    public async Task What_does_not_start_is_undone_to_the_field_and_told_with_its_reason(string waiting, int restarts, string message, string told, string? logged)
    {
        await using var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a', """{ "env": { "A": "1" }, "labels": { "team": "beams" } }""")).Deploy(user.Pair(), refresh: false, Ct.None);
        cluster.Store.Change(Ns, "deployments", user.Name, stored => stored.Content["metadata"]!["labels"]!["somebody"] = "else");
        var before = Specs(cluster, user.Name);

        cluster.Controllers.Decide(Pairs.Image('b'), new(waiting, message, restarts));
        var worse = await ClusterUser.Target(client, cluster.Kubeconfig, 'b', """{ "env": { "B": "2" }, "replicas": 3, "ingress": { "host": "{name}.example.org" } }""");
        var error = await Assert.ThrowsAsync<CommandFailedException>(() => worse.Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7835", error.Code);
        Assert.Contains($"{waiting}: {message}", error.Message, StringComparison.Ordinal);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Contains(logged ?? "", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Specs(cluster, user.Name));
        Assert.Equal([$"deployments/{user.Name}", $"poddisruptionbudgets/{user.Name}", $"services/{user.Name}"], cluster.Store.Names());
        var (failed, serving) = await client.Deployments.ListAsync(user.User.Type).ToListAsync() is [var newest, var oldest] ? (newest, oldest) : default;
        Assert.Equal((DeploymentState.Failed, Pairs.Image('b'), DeploymentState.Serving, Pairs.Image('a')), (failed!.State, failed.Image, serving!.State, serving.Image));
        Assert.StartsWith($"MLP7835: {error.Message[..40]}", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollout_that_exceeds_its_time_is_undone_and_nothing_is_left_of_a_new_pair()
    {
        await using var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        cluster.Controllers.Decide(Pairs.Image('a'), new(ExceedsDeadline: true));
        var error = await Assert.ThrowsAsync<CommandFailedException>(async () => await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a')).Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7835", error.Code);
        Assert.Contains("ReplicaSet has timed out progressing", error.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Store.Names());

        cluster.Controllers.Decide(Pairs.Image('b'), new(IsNeverReady: true));
        error = await Assert.ThrowsAsync<CommandFailedException>(async () => await (await ClusterUser.Target(client, cluster.Kubeconfig, 'b', timeout: "2s")).Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Contains("timed out waiting for the condition", error.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Store.Names());
        Assert.Equal([DeploymentState.Failed, DeploymentState.Failed], await client.Deployments.ListAsync(user.User.Type).Select(each => each.State).ToListAsync());
    }

    [Theory]
    [InlineData("services")]
    [InlineData("poddisruptionbudgets")]
    public async Task What_kubectl_applied_of_a_pair_before_it_failed_is_undone_and_what_cannot_be_undone_is_told(string refused)
    {
        await using var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        cluster.Forbid("PATCH", $"/{refused}/");
        var error = await Assert.ThrowsAsync<CommandFailedException>(async () => await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a')).Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7834", error.Code);
        Assert.Contains($"PATCH deployments/{user.Name}", Applied(cluster, user.Name));
        Assert.Empty(cluster.Store.Names());

        cluster.Allow();
        await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a')).Deploy(user.Pair(), refresh: false, Ct.None);
        var before = Specs(cluster, user.Name);
        cluster.Forbid("PATCH", $"/{refused}/");
        error = await Assert.ThrowsAsync<CommandFailedException>(async () => await (await ClusterUser.Target(client, cluster.Kubeconfig, 'b', """{ "replicas": 3 }""")).Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7837", error.Code);
        Assert.Contains($"cannot PATCH /", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Specs(cluster, user.Name));
        Assert.Equal(
            [DeploymentState.Failed, DeploymentState.Serving, DeploymentState.Failed],
            await client.Deployments.ListAsync(user.User.Type).Select(each => each.State).ToListAsync());
    }

    [Fact]
    public async Task What_is_ready_but_does_not_predict_is_undone()
    {
        await using var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a')).Deploy(user.Pair(), refresh: false, Ct.None);
        cluster.Predict = image => image == Pairs.Image('b') ? (500, """{"code":"MLP8101","detail":"the model threw: no weights"}""") : (200, "[1]");
        var error = await Assert.ThrowsAsync<CommandFailedException>(async () => await (await ClusterUser.Target(client, cluster.Kubeconfig, 'b')).Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7836", error.Code);
        Assert.Contains("asked for a prediction it answers 500: the model threw: no weights", error.Message, StringComparison.Ordinal);
        Assert.Equal(Pairs.Image('a'), ImageOf(cluster, user.Name));
    }

    [Theory]
    [InlineData("Forbidden", "nobody here may ask it")]
    [InlineData("Token", "it wants a token")]
    public async Task Where_nobody_may_ask_the_pair_is_deployed_and_it_is_said(string why, string note)
    {
        await using var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        using var story = new StringWriter();
        if (why == "Forbidden")
        {
            cluster.Forbid("GET", "/proxy/");
        }

        cluster.Predict = _ => (401, """{"code":"MLP8012","detail":"the request has no token"}""");
        var target = await ClusterUser.Target(client, cluster.Kubeconfig, 'a', story: story);
        Assert.Equal(DeploymentState.Serving, (await target.Deploy(user.Pair(), refresh: false, Ct.None)).State);
        Assert.Contains(note, story.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_others_set_are_theirs_unless_they_are_taken_over()
    {
        await using var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a', """{ "replicas": 2 }""")).Deploy(user.Pair(), refresh: false, Ct.None);
        cluster.Store.Change(Ns, "deployments", user.Name, stored => { stored.Scale(5, "somebody"); return 0; });
        var error = await Assert.ThrowsAsync<CommandFailedException>(async () => await (await ClusterUser.Target(client, cluster.Kubeconfig, 'b', """{ "replicas": 2 }""")).Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7833", error.Code);
        Assert.Contains("somebody", error.Message, StringComparison.Ordinal);
        Assert.Equal((5, Pairs.Image('a')), (Replicas(cluster, user.Name), ImageOf(cluster, user.Name)));
        await (await ClusterUser.Target(client, cluster.Kubeconfig, 'b', """{ "replicas": 2 }""", force: true)).Deploy(user.Pair(), refresh: false, Ct.None);
        Assert.Equal((2, Pairs.Image('b')), (Replicas(cluster, user.Name), ImageOf(cluster, user.Name)));
    }

    [Fact]
    public async Task The_number_of_pods_goes_to_a_scaler_and_comes_back_without_falling_to_one()
    {
        await using var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        const string scaled = """{ "autoscaling": { "min": 2, "max": 9, "cpuPercent": 70 } }""";
        await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a', """{ "replicas": 4 }""")).Deploy(user.Pair(), refresh: false, Ct.None);
        await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a', scaled)).Deploy(user.Pair(), refresh: false, Ct.None);
        Assert.Equal(4, Replicas(cluster, user.Name));
        cluster.Store.Change(Ns, "deployments", user.Name, stored => { stored.Scale(7, "kube-controller-manager"); return 0; });
        await (await ClusterUser.Target(client, cluster.Kubeconfig, 'b', scaled)).Deploy(user.Pair(), refresh: false, Ct.None);
        Assert.Equal((7, Pairs.Image('b')), (Replicas(cluster, user.Name), ImageOf(cluster, user.Name)));
        await (await ClusterUser.Target(client, cluster.Kubeconfig, 'b', """{ "replicas": 3 }""")).Deploy(user.Pair(), refresh: false, Ct.None);
        Assert.Equal(3, Replicas(cluster, user.Name));
        Assert.DoesNotContain(cluster.Store.Names(), name => name.StartsWith("horizontal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_flavour_takes_the_place_of_the_first_once_it_serves()
    {
        await using var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a')).Deploy(user.Pair(), refresh: false, Ct.None);
        const string kserve = """{ "flavour": "kserve" }""";
        cluster.Controllers.Decide(Pairs.Image('b'), new(IsNeverReady: true));
        var error = await Assert.ThrowsAsync<CommandFailedException>(async () => await (await ClusterUser.Target(client, cluster.Kubeconfig, 'b', kserve, timeout: "2s")).Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Contains("PredictorReady: the revision failed", error.Message, StringComparison.Ordinal);
        Assert.Equal([$"deployments/{user.Name}", $"poddisruptionbudgets/{user.Name}", $"services/{user.Name}"], cluster.Store.Names());
        var deployment = await (await ClusterUser.Target(client, cluster.Kubeconfig, 'c', kserve)).Deploy(user.Pair(), refresh: false, Ct.None);
        Assert.Equal($"http://{user.Name}.example.org", deployment.Endpoint);
        Assert.Equal([$"inferenceservices/{user.Name}"], cluster.Store.Names());
    }

    [Fact]
    public async Task What_served_before_comes_back_with_the_image_that_it_had()
    {
        await using var cluster = await ApiServer.Start(knowsExtras: false);
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        await user.User.Publish("1.0.0");
        var first = await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a')).Deploy(user.Pair(), refresh: false, Ct.None);
        var second = await ClusterUser.Target(client, cluster.Kubeconfig, 'b');
        await second.Deploy(user.Pair(parametersVersion: "1.1"), refresh: false, Ct.None);
        var restored = await second.Restore(first, Ct.None);
        Assert.Equal((Pairs.Image('a'), "1.0"), (restored.Image, restored.ParametersVersion));
        Assert.Equal(Pairs.Image('a'), ImageOf(cluster, user.Name));
        Assert.Equal("1.0", cluster.Store.Get(Ns, "deployments", user.Name)!["metadata"]!["labels"]!["mlp.parameters-version"]!.GetValue<string>());
    }

    [Fact]
    public async Task Objects_of_others_are_neither_changed_nor_pruned()
    {
        await using var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        var target = await ClusterUser.Target(client, cluster.Kubeconfig, 'a');
        Foreign(cluster, "services", user.Name, null);
        var error = await Assert.ThrowsAsync<CommandFailedException>(() => target.Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal(("MLP7832", $"services/{user.Name}"), (error.Code, error.Value));
        cluster.Store.Delete(Ns, "services", user.Name);

        await target.Deploy(user.Pair(), refresh: false, Ct.None);
        Foreign(cluster, "deployments", "left-over", user.User.Project);
        Foreign(cluster, "deployments", "of-another-project", "git.example.org/others");
        Foreign(cluster, "services", "by-hand", null);
        Assert.Equal(["deployments.apps/left-over"], await target.Prune(user.User.Project, [(user.User.Type, user.User.Parameters)], Ct.None));
        Assert.Equal(
            ["deployments/of-another-project", $"deployments/{user.Name}", $"poddisruptionbudgets/{user.Name}", "services/by-hand", $"services/{user.Name}"],
            cluster.Store.Names().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_the_cluster_does_not_take_is_told_and_leaves_what_was_there()
    {
        await using var cluster = await ApiServer.Start(knowsExtras: false);
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        var error = await Assert.ThrowsAsync<CommandFailedException>(async () => await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a', """{ "resources": { "memory": "1T" } }""")).Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7834", error.Code);
        Assert.Contains("exceeded quota", error.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Store.Names());
        error = await Assert.ThrowsAsync<CommandFailedException>(async () => await (await ClusterUser.Target(client, cluster.Kubeconfig, 'a', """{ "flavour": "kserve" }""")).Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7834", error.Code);
        Assert.True(error.Message.Contains("InferenceService", StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public async Task A_cluster_that_may_not_or_cannot_be_asked_is_an_error_that_says_so()
    {
        var cluster = await ApiServer.Start();
        using var user = await ClusterUser.Of(registry);
        using var client = user.Client();
        var target = await ClusterUser.Target(client, cluster.Kubeconfig, 'a');
        cluster.Forbid("GET", "/deployments");
        var error = await Assert.ThrowsAsync<CommandFailedException>(() => target.Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7830", error.Code);
        Assert.Contains("rights", error.Remedy, StringComparison.Ordinal);
        using var kept = new Mlp.Testing.TemporaryFolder();
        var config = kept.Write("config", await File.ReadAllTextAsync(cluster.Kubeconfig));
        await cluster.DisposeAsync();
        error = await Assert.ThrowsAsync<CommandFailedException>(async () => await (await ClusterUser.Target(client, config, 'a')).Deploy(user.Pair(), refresh: false, Ct.None));
        Assert.Equal("MLP7830", error.Code);
        error = await Assert.ThrowsAsync<CommandFailedException>(() => ClusterUser.Target(client, kept.PathOf("none"), 'a'));
        Assert.Equal("MLP7831", error.Code);
    }

    private static void Foreign(ApiServer cluster, string plural, string name, string? project) => cluster.Store.Change(Ns, plural, name, stored =>
    {
        stored.Content["apiVersion"] = plural == "services" ? "v1" : "apps/v1";
        stored.Content["kind"] = plural == "services" ? "Service" : "Deployment";
        if (project is not null)
        {
            stored.Content["metadata"]!["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "mlp", ["mlp.project"] = Mlp.Cli.Kubernetes.Objects.ObjectName.LabelValue(project) };
            stored.Content["metadata"]!["annotations"] = new JsonObject { ["mlp.project"] = project };
        }

        return 0;
    });

    private static IEnumerable<string> Applied(ApiServer cluster, string name) =>
        cluster.Requests.Where(request => request.StartsWith("PATCH ", StringComparison.Ordinal)).Select(request => $"PATCH {string.Join('/', request.Split('?')[0].Split('/')[^2..])}").Where(request => request.EndsWith(name, StringComparison.Ordinal));

    private static string Specs(ApiServer cluster, string name) => string.Join('\n', new[] { "deployments", "services", "poddisruptionbudgets" }.Select(plural =>
    {
        var item = cluster.Store.Get(Ns, plural, name)!;
        return string.Concat(new[] { item["spec"], item["metadata"]!["labels"], item["metadata"]!["annotations"] }.Select(part => Ordered(part)!.ToJsonString()));
    }));

    private static string ImageOf(ApiServer cluster, string name) => cluster.Store.Get(Ns, "deployments", name)!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>();

    private static int Replicas(ApiServer cluster, string name) => cluster.Store.Get(Ns, "deployments", name)!["spec"]!["replicas"]!.GetValue<int>();

    // The order of fields and of named items means nothing.
    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject entries => new JsonObject(entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Ordered(entry.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Ordered).OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal)]),
        null => null,
        _ => node.DeepClone(),
    };
}
