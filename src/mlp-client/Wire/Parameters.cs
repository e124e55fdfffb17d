namespace Mlp.Wire;

/// <summary>Parameters: a name, its owner and its newest version.</summary>
public sealed record ParametersName(
    string Name,
    string Project,
    string? LatestVersion,
    long Versions,
    IReadOnlyList<string> GrantedTo);

/// <summary>One version of parameters (an MPV).</summary>
public sealed record ParametersVersionInfo(
    string Name,
    string Version,
    string Digest,
    long Size,
    string PublishedFromType,
    string PublishedFromVersion,
    IReadOnlyDictionary<string, string> Metadata,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    Deprecation? Deprecated);

/// <summary>Creates a version of parameters from bytes that were uploaded before.</summary>
/// <param name="Digest">The uploaded archive.</param>
/// <param name="Type">The model type that was fitted.</param>
/// <param name="TypeVersion">Its version.</param>
/// <param name="Version"><c>auto</c>, or MAJOR.MINOR.</param>
/// <param name="Metadata">Searchable keys and values.</param>
/// <param name="Inherit">Whether the new version inherits compatibility.</param>
public sealed record CreateParametersVersion(
    string Digest,
    string Type,
    string TypeVersion,
    string Version = "auto",
    IReadOnlyDictionary<string, string>? Metadata = null,
    bool Inherit = true);

/// <summary>One file inside a version of parameters.</summary>
public sealed record ParametersFile(string Path, long Size);

/// <summary>An upload that is under way.</summary>
/// <param name="Id">Names the upload.</param>
/// <param name="Offset">How many bytes have arrived; the next part begins here.</param>
public sealed record Upload(string Id, long Offset);

/// <summary>Ends an upload: the bytes must have this digest.</summary>
public sealed record CompleteUpload(string Digest);

/// <summary>Bytes that the registry holds.</summary>
public sealed record Blob(string Digest, long Size);
