using System.Text.Encodings.Web;
using System.Text.Json;
using Mlp.Wire;

namespace Mlp;

/// <summary>The names, the limits and the JSON of bundles; docs/formats/bundle.md describes them.</summary>
internal static class BundleFormat
{
    public const int Version = 1;
    public const string Runtime = "dotnet";
    public const string Root = "mlp/model/";
    public const string DescriptionFile = "mlp-bundle.json";
    public const string ManifestType = "application/vnd.mlp.bundle.manifest.v1+json";
    public const string LayerType = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const int LargestManifest = 4 << 20;

    /// <summary>65,536 entries and 64 GiB.</summary>
    public static ArchiveLimits Limits { get; } = new(MaxTotalBytes: 64L << 30);

    private static readonly JsonSerializerOptions Json = new(WireJson.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Nested classes have a '+' in their name; no page shows this.
        WriteIndented = true,
        NewLine = "\n",
    };

    public static byte[] Write<T>(T record) => [.. JsonSerializer.SerializeToUtf8Bytes(record, Json), (byte)'\n'];

    /// <summary>Reads a manifest and checks everything that it says about itself.</summary>
    public static BundleManifest ReadManifest(ReadOnlySpan<byte> json)
    {
        try
        {
            RefuseOthers(json);
            var manifest = JsonSerializer.Deserialize<BundleManifest>(json, Json) ?? throw BundleFaults.Damaged("its manifest is null");
            return Refusal(manifest) is { } refusal ? throw BundleFaults.Damaged(refusal) : manifest;
        }
        catch (JsonException e)
        {
            throw BundleFaults.Damaged($"its manifest is not as it must be, at '{e.Path}': {e.Message}", e);
        }
    }

    /// <summary>Whether the text says the same, however it is written.</summary>
    public static bool IsDescription(ReadOnlySpan<byte> json, BundleDescription expected)
    {
        try
        {
            return JsonSerializer.Deserialize<BundleDescription>(json, Json) is { } found && Write(found).AsSpan().SequenceEqual(Write(expected));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Before all else: a newer form may have fields that are unknown here.
    private static void RefuseOthers(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("mediaType", out var type)
            || type.ValueKind != JsonValueKind.String
            || type.GetString() is not { } text
            || !text.StartsWith("application/vnd.mlp.bundle.", StringComparison.Ordinal))
        {
            throw BundleFaults.Damaged("what is there is no manifest of a bundle");
        }

        if (text != ManifestType)
        {
            throw BundleFaults.OtherFormat(text);
        }
    }

    private static string? Refusal(BundleManifest manifest) => manifest switch
    {
        { Bundle.FormatVersion: not Version } => $"its format version is {manifest.Bundle.FormatVersion}, expected {Version}",
        { Layer.MediaType: not LayerType } => $"its layer is '{manifest.Layer.MediaType}', expected '{LayerType}'",
        _ when Digest.TryParse(manifest.Layer.Digest) is null => $"'{manifest.Layer.Digest}' is no digest",
        _ when Digest.TryParse(manifest.Layer.DiffId) is null => $"'{manifest.Layer.DiffId}' is no digest",
        { Layer.Size: <= 0 } => $"its layer has {manifest.Layer.Size} bytes",
        { Layer.DiffSize: <= 0 } => $"its layer has {manifest.Layer.DiffSize} bytes when it is unpacked",
        _ when manifest.Layer.DiffSize > Limits.MaxTotalBytes => $"its layer has {manifest.Layer.DiffSize} bytes when it is unpacked; at most {Limits.MaxTotalBytes} are taken",
        { Bundle.Runtime: not Runtime } => $"its runtime is '{manifest.Bundle.Runtime}', expected '{Runtime}'",
        { Bundle.Models.Count: 0 } => "it has no models",
        _ when !System.Version.TryParse(manifest.Bundle.Contract.Version, out _) => $"'{manifest.Bundle.Contract.Version}' is no version of an assembly",
        _ => manifest.Bundle.Models.Select(Refusal).FirstOrDefault(refusal => refusal is not null),
    };

    private static string? Refusal(BundledModel model) => model switch
    {
        _ when Name.TryParse(model.Name) is null => $"'{model.Name}' is no name of a model type",
        { Class.Length: 0 } => $"model '{model.Name}' has no class",
        _ when EntryPath.Refusal(model.Assembly) is { } refusal => $"assembly '{model.Assembly}': {refusal}",
        _ when EntryPath.Refusal(model.Entry) is { } refusal => $"assembly '{model.Entry}': {refusal}",
        _ => null,
    };
}
