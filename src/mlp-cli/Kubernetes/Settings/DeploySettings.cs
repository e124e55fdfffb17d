using System.Text.Json;
using Mlp.Cli.Deploying;

namespace Mlp.Cli.Kubernetes.Settings;

/// <summary>What the field <c>deploy</c> of <c>mlp.json</c> says, for all model types and for some.</summary>
internal sealed class DeploySettings
{
    public static readonly DeploySettings None = new(null, new(), new Dictionary<string, KubernetesSettings>());
    private readonly KubernetesSettings _all;
    private readonly IReadOnlyDictionary<string, KubernetesSettings> _models;

    private DeploySettings(string? target, KubernetesSettings all, IReadOnlyDictionary<string, KubernetesSettings> models) => (Target, _all, _models) = (target, all, models);

    /// <summary>Where the project's pairs run, if not told otherwise.</summary>
    public string? Target { get; }

    /// <summary>The model types that it mentions.</summary>
    public IEnumerable<string> Models => _models.Keys;

    /// <summary>What is said for all.</summary>
    public KubernetesSettings ForAll => _all;

    public KubernetesSettings For(string type) => _models.GetValueOrDefault(type, _all);

    public static DeploySettings Read(string file, JsonElement deploy)
    {
        var fields = new Fields(file, "deploy", deploy);
        var all = SettingsReader.Read(fields, SettingsReader.FieldsForAll);
        var models = new Dictionary<string, KubernetesSettings>(StringComparer.Ordinal);
        foreach (var model in Overridden(file, deploy))
        {
            var path = $"deploy.models.{model.Name}";
            _ = new Fields(file, path, model.Value, SettingsReader.FieldsOfModel);
            var merged = Overrides.Apply(deploy, model.Value);
            models[model.Name] = SettingsReader.Read(new(file, path, merged), SettingsReader.FieldsForAll);
        }

        return new(fields.Word("target", [.. DeployTarget.Names]), all, models);
    }

    private static IEnumerable<JsonProperty> Overridden(string file, JsonElement deploy)
    {
        if (!deploy.TryGetProperty("models", out var models))
        {
            return [];
        }

        if (models.ValueKind != JsonValueKind.Object)
        {
            throw Workspaces.WorkspaceErrors.WrongType(file, "deploy.models", "names of models with their settings, as in {\"beam_line\": {\"replicas\": 3}}");
        }

        return models.EnumerateObject().Select(model => Name.TryParse(model.Name) is null ? throw Workspaces.WorkspaceErrors.NotAModelName(file, model.Name, "deploy.models") : model);
    }
}
