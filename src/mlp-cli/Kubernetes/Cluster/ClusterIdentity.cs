using System.Text.Json.Nodes;

namespace Mlp.Cli.Kubernetes.Cluster;

/// <summary>Which cluster, by the name that the kubeconfig gives it, and which of its namespaces.</summary>
internal sealed record ClusterIdentity(string Cluster, string Namespace)
{
    private const string InCluster = "in-cluster";

    /// <summary>What the record calls it.</summary>
    public string Target => $"kubernetes/{Cluster}/{Namespace}";

    /// <summary>Reads the kubeconfig; nothing is asked of the cluster. A pod that has none is in the cluster that it asks.</summary>
    /// <param name="kubectl">Asked with the connection as it was told.</param>
    /// <param name="cluster">What the project calls the cluster.</param>
    /// <param name="chosen">The namespace that was chosen.</param>
    /// <param name="isInCluster">Whether the command runs in a pod.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<ClusterIdentity> Read(KubectlProgram kubectl, string? cluster, string? chosen, bool isInCluster, Ct ct)
    {
        var answer = await kubectl.Run(["config", "view", "--minify", "--output=json"], null, ct);
        if (answer.Succeeded)
        {
            var context = JsonNode.Parse(answer.Output)?["contexts"]?[0]?["context"];
            return new(cluster ?? Text(context?["cluster"]) ?? throw KubernetesErrors.NoContext(answer.Complaint), chosen ?? Text(context?["namespace"]) ?? "default");
        }

        return isInCluster ? new(cluster ?? InCluster, chosen ?? throw KubernetesErrors.NoNamespace()) : throw KubernetesErrors.NoContext(answer.Complaint);
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>() is { Length: > 0 } text ? text : null;
}
