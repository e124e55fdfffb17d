using System.Text.Json;
using Mlp.Cli;
using Mlp.Cli.Kubernetes.Settings;
using Mlp.Cli.Workspaces;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Kubernetes;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_says_otherwise_what_is_said_for_all()
    {
        var settings = Read("""
            {
              "namespace": "models", "replicas": 2, "labels": { "team": "beams", "tier": "gold" }, "resources": { "cpu": "250m", "memory": "256Mi" }, "env": { "A": "1" },
              "models": {
                "beam_line": { "replicas": 3, "labels": { "tier": null, "room": "42" }, "resources": { "memory": "2Gi" }, "env": { "B": { "secret": "s", "key": "k" } } },
                "decoder": { "replicas": null, "autoscaling": { "max": 5, "cpuPercent": 60 } },
              },
            }
            """);
        var (all, beam, decoder) = (settings.For("other"), settings.For("beam_line"), settings.For("decoder"));
        Assert.Equal(("models", 2, "250m", "256Mi", "256Mi", null), (all.Namespace, all.Replicas, all.Resources.Cpu, all.Resources.Memory, all.Resources.MemoryLimit, all.Resources.CpuLimit));
        Assert.Equal(("models", 3, "250m", "2Gi", "2Gi"), (beam.Namespace, beam.Replicas, beam.Resources.Cpu, beam.Resources.Memory, beam.Resources.MemoryLimit));
        Assert.Equal(new Dictionary<string, string> { ["team"] = "beams", ["room"] = "42" }, beam.Labels);
        Assert.Equal(new Dictionary<string, EnvironmentValue> { ["A"] = new("1"), ["B"] = new(null, "s", "k") }, beam.Environment);
        Assert.Equal((new Autoscaling(1, 5, 60, null, null, null), 1), (decoder.Autoscaling, decoder.Replicas));
        Assert.Equal(["beam_line", "decoder"], settings.Models);
    }

    [Theory]
    [InlineData("""[]""", "MLP7204", "deploy")]
    [InlineData("""{ "replica": 2 }""", "MLP7203", "deploy.replica", "did you mean 'replicas'?")]
    [InlineData("""{ "zzzzzzzzzzz": 2 }""", "MLP7203", "deploy.zzzzzzzzzzz", "the fields are target, namespace, cluster, replicas, resources, autoscaling, ingress, labels, annotations, env, imagePullSecrets, flavour, scaler, stopDelaySeconds, drainSeconds, models")]
    [InlineData("""{ "resources": { "cpuLimits": "1" } }""", "MLP7203", "deploy.resources.cpuLimits", "did you mean 'cpuLimit'?")]
    [InlineData("""{ "models": { "a": { "namespace": "x" } } }""", "MLP7203", "deploy.models.a.namespace")]
    [InlineData("""{ "models": { "a": { "resources": { "mem": "1Gi" } } } }""", "MLP7203", "deploy.models.a.resources.mem")]
    [InlineData("""{ "env": { "A": { "secret": "s", "keys": "k" } } }""", "MLP7203", "deploy.env.A.keys", "did you mean 'key'?")]
    [InlineData("""{ "models": [] }""", "MLP7204", "deploy.models")]
    [InlineData("""{ "models": { "A b": {} } }""", "MLP7207", "A b")]
    [InlineData("""{ "replicas": "2" }""", "MLP7204", "deploy.replicas")]
    [InlineData("""{ "replicas": 0 }""", "MLP7821", "0")]
    [InlineData("""{ "replicas": 1.5 }""", "MLP7821", "1.5")]
    [InlineData("""{ "namespace": "Models" }""", "MLP7821", "Models")]
    [InlineData("""{ "cluster": "a/b" }""", "MLP7821", "a/b")]
    [InlineData("""{ "flavour": "knative" }""", "MLP7821", "knative", "give one of deployment, kserve")]
    [InlineData("""{ "resources": { "cpu": "500Mi" } }""", "MLP7821", "500Mi", "give cores, as in 500m, 0.5 or 2")]
    [InlineData("""{ "resources": { "cpu": "0" } }""", "MLP7821", "0")]
    [InlineData("""{ "resources": { "cpu": "0.0005" } }""", "MLP7821", "0.0005")]
    [InlineData("""{ "resources": { "memory": "512m" } }""", "MLP7821", "512m", "give an amount of memory, as in 512Mi or 2Gi")]
    [InlineData("""{ "resources": { "memory": "512MB" } }""", "MLP7821", "512MB")]
    [InlineData("""{ "resources": { "memory": "512" } }""", "MLP7821", "512")]
    [InlineData("""{ "resources": { "memory": "2Gi", "memoryLimit": "1Gi" } }""", "MLP7822", "deploy.resources.memoryLimit")]
    [InlineData("""{ "resources": { "cpu": "2", "cpuLimit": "500m" } }""", "MLP7822", "deploy.resources.cpuLimit")]
    [InlineData("""{ "autoscaling": { "min": 1, "cpuPercent": 70 } }""", "MLP7822", "deploy.autoscaling.max")]
    [InlineData("""{ "autoscaling": { "min": 3, "max": 2, "cpuPercent": 70 } }""", "MLP7822", "deploy.autoscaling.max")]
    [InlineData("""{ "autoscaling": { "max": 2 } }""", "MLP7822", "deploy.autoscaling.cpuPercent")]
    [InlineData("""{ "autoscaling": { "max": 2, "requestsPerSecond": 5 } }""", "MLP7822", "deploy.autoscaling.requestsPerSecond")]
    [InlineData("""{ "scaler": "keda", "autoscaling": { "max": 2, "requestsPerSecond": 5 } }""", "MLP7822", "deploy.autoscaling.prometheus")]
    [InlineData("""{ "autoscaling": { "max": 2, "cpuPercent": 5, "prometheus": "http://p" } }""", "MLP7822", "deploy.autoscaling.prometheus")]
    [InlineData("""{ "scaler": "keda" }""", "MLP7822", "deploy.scaler")]
    [InlineData("""{ "scaler": "keda", "flavour": "kserve", "autoscaling": { "max": 2, "cpuPercent": 5 } }""", "MLP7822", "deploy.scaler")]
    [InlineData("""{ "flavour": "kserve", "ingress": { "host": "a.b" } }""", "MLP7822", "deploy.ingress")]
    [InlineData("""{ "replicas": 2, "autoscaling": { "max": 2, "cpuPercent": 5 } }""", "MLP7822", "deploy.replicas")]
    [InlineData("""{ "replicas": 2, "models": { "a": { "autoscaling": { "max": 2, "cpuPercent": 5 } } } }""", "MLP7822", "deploy.models.a.replicas")]
    [InlineData("""{ "ingress": { "host": "a b" } }""", "MLP7821", "a b")]
    [InlineData("""{ "ingress": { "host": "{nam}.example.org" } }""", "MLP7821", "{nam}.example.org")]
    [InlineData("""{ "ingress": { "path": "models" } }""", "MLP7821", "models")]
    [InlineData("""{ "ingress": { "path": "/{type}" } }""", "MLP7822", "deploy.ingress.path")]
    [InlineData("""{ "ingress": { "tls": "cert" } }""", "MLP7822", "deploy.ingress.tls")]
    [InlineData("""{ "labels": { "app.kubernetes.io/name": "x" } }""", "MLP7821", "app.kubernetes.io/name")]
    [InlineData("""{ "labels": { "mlp.type": "x" } }""", "MLP7821", "mlp.type")]
    [InlineData("""{ "labels": { "team": "a b" } }""", "MLP7821", "a b")]
    [InlineData("""{ "labels": { "team": 1 } }""", "MLP7204", "deploy.labels.team")]
    [InlineData("""{ "env": { "MLP_SERVING_PORT": "80" } }""", "MLP7821", "MLP_SERVING_PORT")]
    [InlineData("""{ "env": { "1A": "80" } }""", "MLP7821", "1A")]
    [InlineData("""{ "env": { "MLP_SERVING_TOKEN": "secret" } }""", "MLP7822", "deploy.env.MLP_SERVING_TOKEN")]
    [InlineData("""{ "env": { "A": { "secret": "s" } } }""", "MLP7204", "deploy.env.A.key")]
    [InlineData("""{ "imagePullSecrets": "s" }""", "MLP7204", "deploy.imagePullSecrets")]
    [InlineData("""{ "imagePullSecrets": ["S!"] }""", "MLP7821", "S!")]
    public void What_is_wrong_is_refused_naming_the_field(string deploy, string code, string value, string? remedy = null)
    {
        var error = Assert.Throws<CommandFailedException>(() => Read(deploy));
        Assert.Equal((code, value), (error.Code, error.Value));
        Assert.Contains("mlp.json", error.Message, StringComparison.Ordinal);
        Assert.Equal(remedy ?? error.Remedy, error.Remedy);
    }

    [Fact]
    public void A_model_that_only_the_deployment_mentions_has_to_exist()
    {
        _folder.Write("mlp.json", """{ "deploy": { "models": { "decodr": { "replicas": 2 } } } }""");
        var project = Workspace.Read(_folder.Path, ["mlp.json"]).Projects.Single();
        Assert.Equal("MLP7208", Assert.Throws<CommandFailedException>(() => project.RequireMentionedModels(["decoder"])).Code);
    }

    [Fact]
    public void The_published_schema_and_the_page_know_the_same_fields()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("docs", "formats", "mlp.schema.json")));
        var page = File.ReadAllText(Repository.PathOf("docs", "formats", "mlp-json.md"));
        var deploy = schema.RootElement.GetProperty("properties").GetProperty("deploy");
        foreach (var (path, at) in new[] { ("", ""), ("resources", "resources"), ("autoscaling", "autoscaling"), ("ingress", "ingress") })
        {
            var properties = (path.Length == 0 ? deploy : Definition(schema, path)).GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal).ToList();
            var wrong = path.Length == 0 ? """{ "something else": 1 }""" : $$"""{ "{{at}}": { "something else": 1 } }""";
            var fields = Assert.Throws<CommandFailedException>(() => Read(wrong)).Remedy["the fields are ".Length..].Split(", ").Order(StringComparer.Ordinal);
            Assert.Equal(fields, properties);
            Assert.All(properties, field => Assert.Contains($"`{field}`", page, StringComparison.Ordinal));
        }

        Assert.Equal(
            SettingsReader.FieldsOfModel.Order(StringComparer.Ordinal),
            Definition(schema, "model").GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    private static JsonElement Definition(JsonDocument schema, string name) => schema.RootElement.GetProperty("$defs").GetProperty(name);

    private DeploySettings Read(string deploy) => MlpJsonReader.Read(_folder.Write("mlp.json", $$"""{ "deploy": {{deploy}} }""")).Deploy;
}
