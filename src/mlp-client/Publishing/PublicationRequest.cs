namespace Mlp;

/// <summary>What a publication becomes.</summary>
/// <param name="Name">The parameters name.</param>
/// <param name="Version">The version; null leaves it to the registry.</param>
/// <param name="Metadata">Searchable keys and values.</param>
/// <param name="Inherit">Whether the new version inherits compatibility.</param>
internal sealed record PublicationRequest(string Name, ParametersVersion? Version, IReadOnlyDictionary<string, string>? Metadata, bool Inherit);
