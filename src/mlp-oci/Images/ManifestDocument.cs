using System.Text.Json;

namespace Mlp.Oci;

/// <summary>A manifest or an index as a registry or a layout holds it, checked.</summary>
/// <param name="Descriptor">Its media type, digest and size.</param>
/// <param name="Bytes">The very bytes.</param>
internal sealed record ManifestDocument(Descriptor Descriptor, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The OCI specification asks registries for this much; none gives more.</summary>
    public const int LargestSize = 4 << 20;

    private const string Remedy = "push the image again, or name another one";

    public bool IsIndex => MediaTypes.IsIndex(Descriptor.MediaType);

    /// <summary>The manifests of an index, or null where it is a manifest.</summary>
    public IReadOnlyList<Descriptor> Manifests() => Read(root => Descriptors(root, "manifests"));

    /// <summary>The configuration and the layers of a manifest.</summary>
    public (Descriptor Config, IReadOnlyList<Descriptor> Layers) Content() =>
        Read(root => (DescriptorJson.Read(root.GetProperty("config")), Descriptors(root, "layers")));

    /// <summary>What the manifest says of its kind and of what it refers to.</summary>
    public (string? ArtifactType, IReadOnlyDictionary<string, string> Annotations) Kind() => Read(root =>
        (root.TryGetProperty("artifactType", out var type) ? type.GetString() : null, DescriptorJson.ReadAnnotations(root)));

    /// <summary>The media type that the bytes give themselves, or that their form shows where they give none.</summary>
    public static string? MediaTypeOf(ReadOnlyMemory<byte> bytes)
    {
        using var document = Parse(bytes, "a manifest");
        var root = document.RootElement;
        return root.TryGetProperty("mediaType", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()
            : root.TryGetProperty("manifests", out _) ? MediaTypes.Index
            : root.TryGetProperty("config", out _) && root.TryGetProperty("layers", out _) ? MediaTypes.Manifest : null;
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes, string what)
    {
        try
        {
            var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException("it is no object");
        }
        catch (JsonException e)
        {
            throw new OciException(OciErrors.InvalidManifest, $"{what} is no JSON object: {e.Message}", null, Remedy, e);
        }
    }

    private static List<Descriptor> Descriptors(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(DescriptorJson.Read)];

    private T Read<T>(Func<JsonElement, T> read)
    {
        using var document = Parse(Bytes, $"the manifest {Descriptor.Digest}");
        try
        {
            return read(document.RootElement);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or OciException)
        {
            throw new OciException(OciErrors.InvalidManifest,
                $"the manifest {Descriptor.Digest} of type {Descriptor.MediaType} is not as it must be: {e.Message}", Descriptor.Digest.ToString(), Remedy, e);
        }
    }
}
