using System.Text.Json.Nodes;

namespace Mlp.Cli.Kubernetes.Objects;

/// <summary>The keys by which objects are found again, and what is written under them.</summary>
internal static class PairLabels
{
    public const string ManagedBy = "app.kubernetes.io/managed-by";
    public const string Manager = "mlp";
    public const string Pair = "mlp.pair";
    public const string Project = "mlp.project";
    public const string Digest = "mlp.rendered";
    public const string Type = "mlp.type";
    public const string TypeVersion = "mlp.type-version";
    public const string Parameters = "mlp.parameters";
    public const string ParametersVersion = "mlp.parameters-version";
    private const string Instance = "app.kubernetes.io/instance";

    /// <summary>What selects a pair's pods. It holds nothing that ever changes: a Deployment's selector cannot.</summary>
    public static JsonObject Selector(PairToRun pair) => new() { [Instance] = pair.Name, [Pair] = pair.Name };

    public static JsonObject Labels(PairToRun pair)
    {
        var labels = new JsonObject
        {
            ["app.kubernetes.io/name"] = "mlp-model",
            [Instance] = pair.Name,
            ["app.kubernetes.io/version"] = ObjectName.LabelValue(pair.TypeVersion),
            ["app.kubernetes.io/component"] = "model",
            [ManagedBy] = Manager,
            [Pair] = pair.Name,
            [Project] = ObjectName.LabelValue(pair.Project),
            [Type] = ObjectName.LabelValue(pair.Type),
            [TypeVersion] = ObjectName.LabelValue(pair.TypeVersion),
            [Parameters] = ObjectName.LabelValue(pair.Parameters),
            [ParametersVersion] = ObjectName.LabelValue(pair.ParametersVersion),
        };
        return With(labels, pair.Settings.Labels);
    }

    /// <summary>In full what labels have no room for.</summary>
    public static JsonObject Annotations(PairToRun pair)
    {
        var annotations = new JsonObject
        {
            [Project] = pair.Project,
            [Type] = pair.Type,
            [TypeVersion] = pair.TypeVersion,
            [Parameters] = pair.Parameters,
            [ParametersVersion] = pair.ParametersVersion,
            ["mlp.image"] = pair.Image,
        };
        if (pair.Commit is not null)
        {
            annotations["mlp.commit"] = pair.Commit;
        }

        return With(annotations, pair.Settings.Annotations);
    }

    public static JsonObject With(JsonObject own, IReadOnlyDictionary<string, string> more)
    {
        foreach (var (key, value) in more.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            own[key] = value;
        }

        return own;
    }
}
