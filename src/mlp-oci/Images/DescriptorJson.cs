using System.Text.Json;

namespace Mlp.Oci;

/// <summary>Descriptors as JSON, written always in one order.</summary>
internal static class DescriptorJson
{
    public static Descriptor Read(JsonElement json)
    {
        var size = json.GetProperty("size").GetInt64();
        return new(Text(json, "mediaType") ?? throw new FormatException("a descriptor has no mediaType"),
            OciDigest.Parse(Text(json, "digest") ?? ""),
            size >= 0 ? size : throw new FormatException("a descriptor has a negative size"))
        {
            Platform = json.TryGetProperty("platform", out var platform) ? ReadPlatform(platform) : null,
            ArtifactType = Text(json, "artifactType"),
            Annotations = ReadAnnotations(json),
        };
    }

    public static IReadOnlyDictionary<string, string> ReadAnnotations(JsonElement json) =>
        json.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object
            ? annotations.EnumerateObject().GroupBy(a => a.Name, StringComparer.Ordinal)
                .ToDictionary(a => a.Key, a => a.Last().Value.GetString() ?? "", StringComparer.Ordinal)
            : Descriptor.Nothing;

    public static void Write(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.ToString());
        json.WriteNumber("size", descriptor.Size);
        if (descriptor.ArtifactType is not null)
        {
            json.WriteString("artifactType", descriptor.ArtifactType);
        }

        WritePlatform(json, descriptor.Platform);
        WriteAnnotations(json, descriptor.Annotations);
        json.WriteEndObject();
    }

    public static void WriteAnnotations(Utf8JsonWriter json, IReadOnlyDictionary<string, string> annotations)
    {
        if (annotations.Count == 0)
        {
            return;
        }

        json.WriteStartObject("annotations");
        foreach (var (name, value) in annotations.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static Platform? ReadPlatform(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && Text(json, "os") is { } os && Text(json, "architecture") is { } architecture
            ? new(os, architecture, Text(json, "variant") is { Length: > 0 } variant ? variant : null) : null;

    private static void WritePlatform(Utf8JsonWriter json, Platform? platform)
    {
        if (platform is null)
        {
            return;
        }

        json.WriteStartObject("platform");
        json.WriteString("architecture", platform.Architecture);
        json.WriteString("os", platform.Os);
        if (platform.Variant is not null)
        {
            json.WriteString("variant", platform.Variant);
        }

        json.WriteEndObject();
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
