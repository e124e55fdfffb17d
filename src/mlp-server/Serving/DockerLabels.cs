using System.Globalization;

namespace Mlp.Server.Serving;

/// <summary>The labels by which a registry knows its containers.</summary>
internal static class DockerLabels
{
    private const string HomeLabel = "mlp.home";
    private const string DeploymentLabel = "mlp.deployment";

    /// <summary>What all containers of a home have.</summary>
    public static Dictionary<string, string> Of(string home) => new(StringComparer.Ordinal) { [HomeLabel] = home };

    /// <summary>What the containers of a deployment have.</summary>
    public static Dictionary<string, string> Of(string home, Placement placement) =>
        new(Of(home), StringComparer.Ordinal) { [DeploymentLabel] = placement.Id.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The same, and what people want to know.</summary>
    public static Dictionary<string, string> WithVersions(string home, Placement placement) => new(Of(home, placement), StringComparer.Ordinal)
    {
        ["mlp.type"] = placement.Type,
        ["mlp.type-version"] = placement.TypeVersion,
        ["mlp.parameters"] = placement.Parameters,
        ["mlp.parameters-version"] = placement.ParametersVersion,
    };

    public static long? Deployment(IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue(DeploymentLabel, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public static string Describe(IReadOnlyDictionary<string, string> labels) =>
        $"{labels.GetValueOrDefault("mlp.type")} {labels.GetValueOrDefault("mlp.type-version")} with {labels.GetValueOrDefault("mlp.parameters")} {labels.GetValueOrDefault("mlp.parameters-version")}";
}
