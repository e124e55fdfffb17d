using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mlp.Oci;

/// <summary>What a base has for one platform.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Config">The configuration as it is there: fields that we do not know stay.</param>
/// <param name="Layers">The layers, the lowest first.</param>
internal sealed record BasePlatform(Platform Platform, JsonObject Config, IReadOnlyList<Blob> Layers)
{
    public static BasePlatform From(ImageManifest manifest, byte[] config)
    {
        try
        {
            var json = JsonNode.Parse(config)?.AsObject() ?? throw new FormatException("it is null");
            var platform = manifest.Descriptor.Platform ?? new Platform(Text(json, "os"), Text(json, "architecture"), (string?)json["variant"] is { Length: > 0 } v ? v : null);
            var diffIds = json["rootfs"]?["diff_ids"]?.AsArray().Select(d => OciDigest.Parse((string)d!)).ToList() ?? [];
            return diffIds.Count == manifest.Layers.Count
                ? new(platform, json, [.. manifest.Layers.Select(Renamed)])
                : throw new FormatException($"it has {diffIds.Count} diff ids for {manifest.Layers.Count} layers");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or OciException { Code: OciErrors.InvalidDigest })
        {
            throw new OciException(OciErrors.InvalidManifest, $"the base's image configuration {manifest.Config.Descriptor.Digest} is not as it must be: {e.Message}",
                manifest.Config.Descriptor.Digest.ToString(), "choose another base", e);
        }
    }

    private static Blob Renamed(Blob layer) => layer with { Descriptor = layer.Descriptor with { MediaType = MediaTypes.OfLayer(layer.Descriptor.MediaType) } };

    private static string Text(JsonObject json, string name) => (string?)json[name] ?? throw new FormatException($"it has no {name}");
}
