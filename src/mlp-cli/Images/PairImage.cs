using System.Globalization;
using Mlp.Oci;
using Mlp.Wire;
using Blob = Mlp.Oci.Blob;

namespace Mlp.Cli.Images;

/// <summary>What the image of a pair does and says of itself.</summary>
internal static class PairImage
{
    private const int Port = 8080;
    private const int LayersOverTheServing = 2;

    public static ImageSpec Spec(Pair pair, ModelTypeVersion version)
    {
        var created = version.CommitTime ?? version.CreatedAt;
        var labels = Labels(pair, version, created);
        return new()
        {
            EntryPoint = ["dotnet", "/mlp/serving/Mlp.Serving.dll"],
            Created = created,
            Environment = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["DOTNET_EnableDiagnostics"] = "0", // It would want to write, and the root is read-only.
                ["MLP_SERVING_NAME"] = pair.Type,
                ["MLP_SERVING_MODEL_VERSION"] = pair.TypeVersion,
                ["MLP_SERVING_PARAMETERS_NAME"] = pair.Parameters,
                ["MLP_SERVING_PARAMETERS_VERSION"] = pair.ParametersVersion,
            },
            Labels = labels,
            Annotations = labels,
            Ports = [Port],
            HealthCheck = new(["dotnet", "/mlp/serving/Mlp.Serving.dll", "--health"], TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)),
        };
    }

    /// <summary>The serving layer of an image that was made here before.</summary>
    public static Blob ServingLayer(Image image) => image.Manifests[0].Layers[^(LayersOverTheServing + 1)];

    /// <summary>Where the source is; null where only one machine knows.</summary>
    public static string? Source(string project) => project.StartsWith("local/", StringComparison.Ordinal) ? null : $"https://{project.Split('#')[0]}";

    private static SortedDictionary<string, string> Labels(Pair pair, ModelTypeVersion version, DateTimeOffset created)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["org.opencontainers.image.created"] = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["org.opencontainers.image.revision"] = version.Commit,
            ["org.opencontainers.image.title"] = $"{pair.Type} with {pair.Parameters}",
            ["org.opencontainers.image.version"] = pair.TypeVersion,
            ["mlp.type"] = pair.Type,
            ["mlp.type-version"] = pair.TypeVersion,
            ["mlp.parameters"] = pair.Parameters,
            ["mlp.parameters-version"] = pair.ParametersVersion,
            ["mlp.project"] = pair.Project,
        };
        if (Source(pair.Project) is { } source)
        {
            labels["org.opencontainers.image.source"] = source;
        }

        if (version.Description is { } description)
        {
            labels["org.opencontainers.image.description"] = description;
        }

        return labels;
    }
}
