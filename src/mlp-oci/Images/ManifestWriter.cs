using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mlp.Oci;

/// <summary>Writes manifests and indexes: the same content gives the same bytes.</summary>
internal static class ManifestWriter
{
    // As Go's encoders do, and readable: nothing here is put into a web page.
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ManifestDocument Manifest(
        Descriptor config, IEnumerable<Descriptor> layers, IReadOnlyDictionary<string, string> annotations, string? artifactType = null, Descriptor? subject = null)
    {
        var bytes = Write(json =>
        {
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", MediaTypes.Manifest);
            if (artifactType is not null)
            {
                json.WriteString("artifactType", artifactType);
            }

            json.WritePropertyName("config");
            DescriptorJson.Write(json, config);
            WriteAll(json, "layers", layers);
            if (subject is not null)
            {
                json.WritePropertyName("subject");
                DescriptorJson.Write(json, subject with { Platform = null, ArtifactType = null, Annotations = Descriptor.Nothing });
            }

            DescriptorJson.WriteAnnotations(json, annotations);
        });
        return Document(MediaTypes.Manifest, bytes);
    }

    public static ManifestDocument Index(IEnumerable<Descriptor> manifests, IReadOnlyDictionary<string, string> annotations)
    {
        var bytes = Write(json =>
        {
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", MediaTypes.Index);
            WriteAll(json, "manifests", manifests);
            DescriptorJson.WriteAnnotations(json, annotations);
        });
        return Document(MediaTypes.Index, bytes);
    }

    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static ManifestDocument Document(string mediaType, byte[] bytes) => new(new(mediaType, OciDigest.Of(bytes), bytes.Length), bytes);

    private static void WriteAll(Utf8JsonWriter json, string name, IEnumerable<Descriptor> descriptors)
    {
        json.WriteStartArray(name);
        foreach (var descriptor in descriptors)
        {
            DescriptorJson.Write(json, descriptor);
        }

        json.WriteEndArray();
    }
}
