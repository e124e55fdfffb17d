using Mlp.Wire;

namespace Mlp;

/// <summary>Model types and their versions (MTVs).</summary>
public sealed class TypesApi
{
    private readonly RegistryChannel _channel;

    internal TypesApi(RegistryChannel channel) => _channel = channel;

    /// <summary>Lists model types by name.</summary>
    /// <param name="project">Only those of this project.</param>
    /// <param name="text">Only those whose name or description holds all of these words, in any order and in upper or lower case.</param>
    /// <param name="metadata">Only those with all of these keys and values.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<ModelType> ListAsync(
        string? project = null, string? text = null, IReadOnlyDictionary<string, string>? metadata = null, Ct ct = default) =>
        _channel.List<ModelType>(
            Route.Query("types", [("project", project), ("text", text), .. Filter.By(metadata)]), ct: ct);

    /// <summary>One model type.</summary>
    public Task<ModelType> GetAsync(string type, Ct ct = default) => _channel.Get<ModelType>($"types/{Route.Name(type)}", ct);

    /// <summary>Lists the versions of a model type, the newest first.</summary>
    public IAsyncEnumerable<ModelTypeVersion> VersionsAsync(string type, Ct ct = default) =>
        _channel.List<ModelTypeVersion>($"types/{Route.Name(type)}/versions", ct: ct);

    /// <summary>One version of a model type; <c>latest</c> is the newest that is neither a pre-release nor deprecated.</summary>
    public Task<ModelTypeVersion> GetVersionAsync(string type, string version = "latest", Ct ct = default) =>
        _channel.Get<ModelTypeVersion>(Version(type, version), ct);

    /// <summary>The latest version of the parameters that fits the version of the model type.</summary>
    public Task<ParametersVersionInfo> LatestCompatibleAsync(string type, string version, string parameters, Ct ct = default) =>
        _channel.Get<ParametersVersionInfo>($"{Version(type, version)}/compatible/{Route.Name(parameters)}", ct);

    /// <summary>Says that a version should no longer be used.</summary>
    public Task<ModelTypeVersion> DeprecateAsync(string type, string version, string reason, Ct ct = default) =>
        _channel.Send<ModelTypeVersion>(HttpMethod.Put, Version(type, version) + "/deprecation", new Deprecate(reason), ct);

    /// <summary>Takes a deprecation back.</summary>
    public Task<ModelTypeVersion> UndeprecateAsync(string type, string version, Ct ct = default) =>
        _channel.Send<ModelTypeVersion>(HttpMethod.Delete, Version(type, version) + "/deprecation", null, ct);

    private static string Version(string type, string version) => $"types/{Route.Name(type)}/versions/{Route.TypeVersion(version)}";
}
