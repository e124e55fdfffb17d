using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Cluster;

namespace Mlp.Tool.Tests.Kubernetes;

public sealed class OwnedFieldsTests
{
    // As an API server writes it: with defaults, a status, other managers, and entries for lists and maps themselves.
    private const string Live = """
        {
          "apiVersion": "apps/v1", "kind": "Deployment",
          "metadata": {
            "name": "a", "namespace": "models", "uid": "1", "labels": { "team": "beams", "theirs": "x" }, "annotations": { "deployment.kubernetes.io/revision": "3" },
            "managedFields": [
              { "manager": "kube-controller-manager", "operation": "Update", "subresource": "status", "fieldsV1": { "f:status": {} } },
              { "manager": "mlp", "operation": "Update", "fieldsV1": { "f:spec": { "f:paused": {} } } },
              {
                "manager": "mlp", "operation": "Apply", "apiVersion": "apps/v1", "fieldsType": "FieldsV1",
                "fieldsV1": {
                  "f:metadata": { "f:labels": { "f:team": {} } },
                  "f:spec": {
                    "f:selector": {},
                    "f:template": { "f:spec": {
                      "f:containers": { ".": {}, "k:{\"name\":\"model\"}": {
                        ".": {}, "f:name": {}, "f:image": {}, "f:command": {}, "f:emptyish": { ".": {} },
                        "f:ports": { ".": {}, "k:{\"containerPort\":8080,\"protocol\":\"TCP\"}": { ".": {}, "f:containerPort": {}, "f:protocol": {} } },
                        "f:env": { "k:{\"name\":\"B\"}": { ".": {}, "f:name": {}, "f:value": {} } }
                      } },
                      "f:finalizers": { ".": {}, "v:\"two\"": {} } } }
                  }
                }
              }
            ]
          },
          "spec": {
            "replicas": 7, "paused": false, "selector": { "matchLabels": { "a": "b" } },
            "template": { "spec": {
              "dnsPolicy": "ClusterFirst", "finalizers": ["one", "two"],
              "containers": [
                { "name": "injected", "image": "x" },
                { "name": "model", "image": "y", "command": ["run", "it"], "emptyish": {}, "imagePullPolicy": "Always", "ports": [{ "containerPort": 8080, "protocol": "TCP", "hostPort": 1 }], "env": [{ "name": "A", "value": "1" }, { "name": "B", "value": "2" }] }
              ]
            } }
          },
          "status": { "replicas": 7 }
        }
        """;

    [Fact]
    public void Exactly_what_the_manager_applied_is_taken()
    {
        var owned = OwnedFields.Of(JsonNode.Parse(Live)!.AsObject(), "mlp")!;
        var expected = JsonNode.Parse("""
            {
              "metadata": { "labels": { "team": "beams" }, "name": "a", "namespace": "models" },
              "spec": { "selector": { "matchLabels": { "a": "b" } }, "template": { "spec": {
                "finalizers": ["two"],
                "containers": [{ "name": "model", "image": "y", "command": ["run", "it"], "emptyish": {}, "ports": [{ "containerPort": 8080, "protocol": "TCP" }], "env": [{ "name": "B", "value": "2" }] }] } } },
              "apiVersion": "apps/v1", "kind": "Deployment"
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, owned), owned.ToJsonString());
    }

    [Fact]
    public void Nothing_is_taken_of_what_somebody_else_applied()
    {
        var live = JsonNode.Parse(Live)!.AsObject();
        Assert.Null(OwnedFields.Of(live, "argocd"));
        Assert.False(OwnedFields.Has(live, "mlp", "replicas"));
        Assert.True(OwnedFields.Has(live, "mlp", "selector"));
    }
}
