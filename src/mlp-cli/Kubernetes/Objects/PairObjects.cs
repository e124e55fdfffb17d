using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Kubernetes.Objects;

/// <summary>All objects that let a pair serve.</summary>
internal static class PairObjects
{
    /// <summary>The same for the same pair, to the byte.</summary>
    public static IReadOnlyList<JsonObject> Of(PairToRun pair, string? clusterNamespace)
    {
        var objects = pair.Settings.Flavour == Flavour.KServe ? [InferenceServiceObject.Of(pair)] : Deployed(pair, clusterNamespace).ToList();
        var digest = DigestOf(objects);
        foreach (var each in objects)
        {
            var metadata = new JsonObject { ["name"] = pair.Name };
            if (clusterNamespace is not null)
            {
                metadata["namespace"] = clusterNamespace;
            }

            var more = each["metadata"]?["annotations"] as JsonObject ?? [];
            metadata["labels"] = PairLabels.Labels(pair);
            metadata["annotations"] = PairLabels.With(PairLabels.Annotations(pair), more.ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>()));
            metadata["annotations"]![PairLabels.Digest] = digest;
            each["metadata"] = metadata;
        }

        return objects;
    }

    private static IEnumerable<JsonObject> Deployed(PairToRun pair, string? clusterNamespace)
    {
        yield return DeploymentObject.Of(pair);
        yield return ServiceObjects.Service(pair);
        if (pair.Settings.Ingress is { } ingress)
        {
            yield return ServiceObjects.Ingress(pair, ingress);
        }

        if (pair.Settings.Autoscaling is { } scaling)
        {
            yield return pair.Settings.Scaler == Scaler.Keda ? ScalerObjects.Keda(pair, scaling, clusterNamespace) : ScalerObjects.Hpa(pair, scaling);
        }

        yield return ServiceObjects.DisruptionBudget(pair);
    }

    // What is in the cluster is compared by it: a change of settings is a change, and a new commit of the same versions is none.
    private static string DigestOf(IEnumerable<JsonObject> objects)
    {
        var text = string.Join('\n', objects.Select(each => each.ToJsonString()));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
    }
}
