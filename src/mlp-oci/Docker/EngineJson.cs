using System.Text.Json;

namespace Mlp.Oci;

/// <summary>Reads what an engine answers; what is missing is empty.</summary>
internal static class EngineJson
{
    public static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    public static IReadOnlyDictionary<string, string> Texts(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.Object } texts
            ? texts.EnumerateObject().Where(text => text.Value.ValueKind == JsonValueKind.String).ToDictionary(text => text.Name, text => text.Value.GetString()!, StringComparer.Ordinal)
            : Descriptor.Nothing;

    public static IEnumerable<JsonElement> Items(JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    public static bool Flag(JsonElement json, string name) => Member(json, name).ValueKind == JsonValueKind.True;

    public static int? Number(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;
}
