using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Mlp.Serving.Loading;

/// <summary>Makes up an input of a type: as many members as it has, zeros and empty texts in them, one element in each collection.</summary>
internal static class ExampleInput
{
    private const int DeepestLevel = 8;

    public static JsonNode? Of(Type type, JsonSerializerOptions json) => Of(json.GetTypeInfo(type), json, 0);

    private static JsonNode? Of(JsonTypeInfo info, JsonSerializerOptions json, int level)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        return level > DeepestLevel ? null : info.Kind switch
        {
            JsonTypeInfoKind.Object => Members(info, json, level),
            JsonTypeInfoKind.Enumerable => new JsonArray(Of(json.GetTypeInfo(info.ElementType!), json, level + 1)),
            JsonTypeInfoKind.Dictionary => new JsonObject(),
            _ => Scalar(type, json),
        };
    }

    private static JsonObject Members(JsonTypeInfo info, JsonSerializerOptions json, int level)
    {
        var members = new JsonObject();
        foreach (var property in info.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null))
        {
            members[property.Name] = Of(json.GetTypeInfo(property.PropertyType), json, level + 1);
        }

        return members;
    }

    private static JsonNode? Scalar(Type type, JsonSerializerOptions json) => type switch
    {
        _ when type == typeof(string) => "",
        _ when type == typeof(bool) => false,
        _ when type == typeof(byte[]) => "",
        _ when type == typeof(char) => "a",
        _ when type == typeof(Uri) => "http://localhost/",
        _ when type == typeof(Version) => "1.0",
        _ when type == typeof(DateTime) || type == typeof(DateTimeOffset) => "2000-01-01T00:00:00Z",
        _ when type.IsEnum => JsonSerializer.SerializeToNode(Enum.GetValuesAsUnderlyingType(type) is { Length: > 0 } values ? Enum.ToObject(type, values.GetValue(0)!) : Enum.ToObject(type, 0), type, json),
        _ when type.IsValueType => JsonSerializer.SerializeToNode(Activator.CreateInstance(type), type, json),
        _ => null,
    };
}
