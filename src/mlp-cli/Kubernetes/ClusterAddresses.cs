using Mlp.Cli.Kubernetes.Objects;

namespace Mlp.Cli.Kubernetes;

/// <summary>Where pairs are called.</summary>
internal static class ClusterAddresses
{
    /// <summary>The endpoint for the record: the ingress where there is one with a host, else the Service's name within the cluster.</summary>
    public static string Of(PairToRun pair, string clusterNamespace) => pair.Settings.Ingress is { Host: not null } ingress
        ? $"{(ingress.Tls is null ? "http" : "https")}://{ServiceObjects.Host(pair, ingress)}{ServiceObjects.Path(ingress, pair).TrimEnd('/')}"
        : $"http://{pair.Name}.{clusterNamespace}.svc";

    /// <summary>Two pairs at one address would answer for each other.</summary>
    public static void DemandDistinct(IEnumerable<PairToRun> pairs)
    {
        var taken = new Dictionary<string, PairToRun>(StringComparer.Ordinal);
        foreach (var pair in pairs.Where(pair => pair.Settings.Ingress is not null))
        {
            var ingress = pair.Settings.Ingress!;
            var address = $"{ServiceObjects.Host(pair, ingress) ?? "*"}{ServiceObjects.Path(ingress, pair)}";
            if (!taken.TryAdd(address, pair))
            {
                throw KubernetesErrors.SameAddress(address, Named(taken[address]), Named(pair));
            }
        }
    }

    private static string Named(PairToRun pair) => $"'{pair.Type}' with '{pair.Parameters}'";
}
