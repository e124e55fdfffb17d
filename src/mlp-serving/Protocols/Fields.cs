using System.Globalization;
using System.Text.Json;

namespace Mlp.Serving.Protocols;

/// <summary>The fields of an object of a protocol; the default has none.</summary>
internal readonly record struct Fields(JsonElement Element, string Path)
{
    /// <exception cref="Refusal">It is no object, or has other fields than these.</exception>
    public static void Demand(JsonElement element, string path, string[] known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("this is no object", path, $"send an object with {string.Join(", ", known)}");
        }

        foreach (var field in element.EnumerateObject())
        {
            if (!known.Contains(field.Name))
            {
                throw Wrong("this server does not know the field", $"{path}.{field.Name}", $"leave it out; it knows {string.Join(", ", known)}");
            }
        }
    }

    public static string? Text(JsonElement element, string name, string path) => new Fields(element, path).Text(name);

    public string? Text(string name) => Find(name) is not { } field ? null : field.ValueKind switch
    {
        JsonValueKind.String => field.GetString(),
        JsonValueKind.Number when field.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture), // Ids may be either.
        _ => throw Wrong("this is no text", $"{Path}.{name}", "send a text"),
    };

    public bool? Flag(string name) => Find(name) is not { } field ? null : field.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("this is neither true nor false", $"{Path}.{name}", "send true or false"),
    };

    public int? Size(string name) => Find(name) is not { } field ? null
        : field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out var number) && number >= 0 ? number
        : throw Wrong("this is no size", $"{Path}.{name}", "send a whole number of bytes");

    private JsonElement? Find(string name) => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var field) ? field : null;

    private static Refusal Wrong(string fact, string path, string remedy) => new(ErrorCode.NotTheProtocol, fact, path, remedy);
}
