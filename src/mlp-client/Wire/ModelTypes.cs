namespace Mlp.Wire;

/// <summary>A model type: a name, its owner and its newest version.</summary>
public sealed record ModelType(
    string Name,
    string Project,
    string? LatestVersion,
    string? Description,
    long Versions,
    IReadOnlyList<string> GrantedTo);

/// <summary>One version of a model type (an MTV).</summary>
/// <param name="CodeUnchangedSince">The version of this project that was registered first with the same code, where it is another one.</param>
/// <param name="CommitTime">When its commit was made, where its release said so.</param>
public sealed record ModelTypeVersion(
    string Type,
    string Version,
    string Project,
    long ReleaseId,
    string Tag,
    string Commit,
    string Runtime,
    IReadOnlyList<PackageIdentity> Packages,
    string? BundleDigest,
    string Class,
    string? Assembly,
    bool Standalone,
    string? Description,
    IReadOnlyDictionary<string, string> Metadata,
    string? Input,
    string? Output,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    Deprecation? Deprecated,
    string? CodeUnchangedSince = null,
    DateTimeOffset? CommitTime = null);

/// <summary>That a version should no longer be used, by whose word and why.</summary>
public sealed record Deprecation(string Reason, DateTimeOffset At, string By);

/// <summary>Asks for a version to be deprecated.</summary>
public sealed record Deprecate(string Reason);
