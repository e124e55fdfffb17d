using System.Text.Json;

namespace Mlp.Oci;

/// <summary>Where an image comes from: an in-toto statement with SLSA's provenance, version 1.</summary>
public sealed record Provenance
{
    /// <summary>The media type of the statement, and the type of the artifact that holds it.</summary>
    public const string MediaType = "application/vnd.in-toto+json";

    /// <summary>The kind of statement.</summary>
    public const string PredicateType = "https://slsa.dev/provenance/v1";

    private const string BuildType = "urn:mlp:image:v1";

    /// <summary>The image's name, without a tag.</summary>
    public required string Image { get; init; }

    /// <summary>The image's digest.</summary>
    public required OciDigest Digest { get; init; }

    /// <summary>The repository with the model's source, such as <c>https://git.example.org/team/model</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag that was released.</summary>
    public required string Tag { get; init; }

    /// <summary>The commit that the tag named.</summary>
    public required string Commit { get; init; }

    /// <summary>What composed the image, as an address that names who answers for it.</summary>
    public required string BuilderId { get; init; }

    /// <summary>The version of <c>mlp</c>.</summary>
    public required string BuilderVersion { get; init; }

    /// <summary>What else decided the image, such as the versions of model and parameters.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = Descriptor.Nothing;

    /// <summary>What the image was composed of, by name: the base, the bundle, the parameters.</summary>
    public IReadOnlyDictionary<string, OciDigest> Materials { get; init; } = new Dictionary<string, OciDigest>();

    /// <summary>Makes the statement. The same facts give the same bytes.</summary>
    public Artifact Make() => new(MediaType, Blob.Of(MediaType, ManifestWriter.Write(Write)))
    {
        Annotations = new Dictionary<string, string> { ["in-toto.io/predicate-type"] = PredicateType },
    };

    private void Write(Utf8JsonWriter json)
    {
        json.WriteString("_type", "https://in-toto.io/Statement/v1");
        json.WriteStartArray("subject");
        json.WriteStartObject();
        json.WriteString("name", Image);
        WriteDigest(json, Digest);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("predicateType", PredicateType);
        json.WriteStartObject("predicate");
        WriteBuild(json);
        WriteRun(json);
        json.WriteEndObject();
    }

    private void WriteBuild(Utf8JsonWriter json)
    {
        json.WriteStartObject("buildDefinition");
        json.WriteString("buildType", BuildType);
        json.WriteStartObject("externalParameters");
        json.WriteString("repository", Repository);
        json.WriteString("ref", $"refs/tags/{Tag}");
        foreach (var (name, value) in Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartArray("resolvedDependencies");
        json.WriteStartObject();
        json.WriteString("uri", $"git+{Repository}@refs/tags/{Tag}");
        json.WriteStartObject("digest");
        json.WriteString("gitCommit", Commit);
        json.WriteEndObject();
        json.WriteEndObject();
        foreach (var (name, digest) in Materials.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            WriteDigest(json, digest);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRun(Utf8JsonWriter json)
    {
        json.WriteStartObject("runDetails");
        json.WriteStartObject("builder");
        json.WriteString("id", BuilderId);
        json.WriteStartObject("version");
        json.WriteString("mlp", BuilderVersion);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDigest(Utf8JsonWriter json, OciDigest digest)
    {
        json.WriteStartObject("digest");
        json.WriteString(digest.Algorithm, digest.Hex);
        json.WriteEndObject();
    }
}
