using System.Text.Json;
using Mlp.Wire;

namespace Mlp.Server.Database;

/// <summary>Parts of records that are kept as JSON text.</summary>
internal static class RecordJson
{
    private static readonly Dictionary<string, string> Nothing = [];

    public static string? Write(IReadOnlyDictionary<string, string> metadata) =>
        metadata.Count == 0 ? null : JsonSerializer.Serialize(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(), WireJson.Options);

    public static IReadOnlyList<PackageIdentity> ReadPackages(string json) => JsonSerializer.Deserialize<IReadOnlyList<PackageIdentity>>(json, WireJson.Options)!;

    public static IReadOnlyDictionary<string, string> ReadMetadata(string? json) =>
        json is null ? Nothing : JsonSerializer.Deserialize<Dictionary<string, string>>(json, WireJson.Options)!;
}
