using System.Text.Json.Nodes;
using Mlp.Cli;
using Mlp.Cli.Kubernetes;
using Mlp.Cli.Kubernetes.Objects;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Kubernetes;

public sealed class RenderingTests
{
    private const string Everything = """
        {
          "namespace": "models",
          "resources": { "cpu": "500m", "memory": "1Gi", "cpuLimit": "2", "memoryLimit": "2Gi" },
          "autoscaling": { "min": 2, "max": 10, "cpuPercent": 70 },
          "ingress": {
            "host": "{name}.models.example.org", "path": "/{type}/{parameters}", "className": "nginx", "tls": "{name}-tls", "rewrite": "nginx",
            "annotations": { "nginx.ingress.kubernetes.io/proxy-body-size": "16m" }
          },
          "labels": { "team": "beams", "cost-centre": "007" },
          "annotations": { "example.org/contact": "Beams & Co: \"on call\" #1" },
          "env": { "MLP_SERVING_MAX_BATCH": "32", "MLP_SERVING_TOKEN": { "secret": "callers", "key": "token" }, "LD_PRELOAD": "" },
          "imagePullSecrets": ["pull"],
          "stopDelaySeconds": 10,
          "drainSeconds": 60
        }
        """;

    private const string Keda = """
        { "namespace": "models", "scaler": "keda", "autoscaling": { "min": 1, "max": 20, "requestsPerSecond": 500, "prometheus": "http://prometheus.monitoring:9090" } }
        """;

    private const string KServe = """
        { "namespace": "models", "flavour": "kserve", "autoscaling": { "min": 1, "max": 4, "requestsPerSecond": 200 }, "imagePullSecrets": ["pull"], "env": { "MLP_SERVING_QUEUE": "64" } }
        """;

    [Theory]
    [InlineData("defaults", "{}")]
    [InlineData("everything", Everything)]
    [InlineData("keda", Keda)]
    [InlineData("keda-cpu", """{ "scaler": "keda", "autoscaling": { "max": 3, "cpuPercent": 80 } }""")]
    [InlineData("kserve", KServe)]
    [InlineData("kserve-fixed", """{ "flavour": "kserve", "replicas": 2 }""")]
    public async Task What_is_rendered_is_approved_and_kustomize_builds_it(string name, string deploy)
    {
        var pair = Pairs.Of(deploy);
        var yaml = Yaml.Write(PairObjects.Of(pair, pair.Settings.Namespace));
        Approved.Matches($"tests/approved/kubernetes/{name}.yaml", yaml);
        using var folder = new TemporaryFolder();
        new RenderedFolder(folder.Path).Write([(pair, PairObjects.Of(pair, pair.Settings.Namespace))], Pairs.Project);
        var built = await Kubectl.Kustomize(folder.Path);
        Assert.Equal(Documents(yaml).Order(StringComparer.Ordinal), Documents(built).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_selector_is_the_same_in_every_version_and_under_all_settings()
    {
        var selectors = new[] { Pairs.Of(), Pairs.Of(Everything, typeVersion: "2.0.0-rc.1", parametersVersion: "3.4", image: 'b'), Pairs.Of(Keda) }
            .Select(pair => PairObjects.Of(pair, null)[0]["spec"]!["selector"]!.ToJsonString());
        Assert.Single(selectors.Distinct());
        Assert.All(["version", "commit", "image"], word => Assert.DoesNotContain(word, selectors.First(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_digest_follows_the_settings_and_not_the_namespace_or_the_commit()
    {
        static string Digest(PairToRun pair, string? ns = null) => PairObjects.Of(pair, ns)[0]["metadata"]!["annotations"]![PairLabels.Digest]!.GetValue<string>();
        var digest = Digest(Pairs.Of());
        Assert.Equal(digest, Digest(Pairs.Of() with { Commit = null }));
        Assert.Equal(digest, Digest(Pairs.Of(), "models"));
        Assert.NotEqual(digest, Digest(Pairs.Of("""{ "replicas": 2 }""")));
        Assert.NotEqual(digest, Digest(Pairs.Of(image: 'b')));
    }

    [Fact]
    public void The_process_has_time_to_drain_before_it_is_killed()
    {
        var pod = PairObjects.Of(Pairs.Of("""{ "stopDelaySeconds": 7, "drainSeconds": 90 }"""), null)[0]["spec"]!["template"]!["spec"]!;
        Assert.Equal(107, pod["terminationGracePeriodSeconds"]!.GetValue<int>());
        var container = pod["containers"]![0]!;
        Assert.Equal(7, container["lifecycle"]!["preStop"]!["sleep"]!["seconds"]!.GetValue<int>());
        Assert.Contains(container["env"]!.AsArray(), variable => variable!["name"]!.GetValue<string>() == "MLP_SERVING_DRAIN_TIMEOUT" && variable["value"]!.GetValue<string>() == "90s");
        Assert.Null(PairObjects.Of(Pairs.Of("""{ "stopDelaySeconds": 0 }"""), null)[0]["spec"]!["template"]!["spec"]!["containers"]![0]!["lifecycle"]);
    }

    [Fact]
    public void Two_pairs_may_not_share_an_address()
    {
        const string shared = """{ "ingress": { "host": "models.example.org" } }""";
        var error = Assert.Throws<CommandFailedException>(() => ClusterAddresses.DemandDistinct([Pairs.Of(shared), Pairs.Of(shared, parameters: "other")]));
        Assert.Equal(("MLP7824", "models.example.org/"), (error.Code, error.Value));
        const string own = """{ "ingress": { "host": "models.example.org", "path": "/{type}/{parameters}", "rewrite": "none" } }""";
        ClusterAddresses.DemandDistinct([Pairs.Of(own), Pairs.Of(own, parameters: "other"), Pairs.Of(), Pairs.Of()]);
    }

    [Theory]
    [InlineData("{}", "http://beam-line-beam-line-weights-{hash}.models.svc")]
    [InlineData("""{ "ingress": { "host": "models.example.org" } }""", "http://models.example.org")]
    [InlineData("""{ "ingress": { "host": "{type}.models.example.org", "tls": "x" } }""", "https://beam-line.models.example.org")]
    [InlineData("""{ "ingress": { "host": "models.example.org", "path": "/{type}/{parameters}", "rewrite": "none" } }""", "http://models.example.org/beam_line/beam_line_weights")]
    [InlineData("""{ "ingress": { "path": "/x", "rewrite": "none" } }""", "http://beam-line-beam-line-weights-{hash}.models.svc")]
    public void The_endpoint_is_the_ingress_host_or_the_service(string deploy, string endpoint)
    {
        var pair = Pairs.Of(deploy);
        Assert.Equal(endpoint.Replace("{hash}", pair.Name[^8..], StringComparison.Ordinal), ClusterAddresses.Of(pair, "models"));
    }

    // Kustomize orders fields in its own way.
    private static List<string> Documents(string yaml) => [.. YamlText.Parse(yaml).Select(document => Sorted(document)!.ToJsonString())];

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject entries => new JsonObject(entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        null => null,
        _ => node.DeepClone(),
    };
}
