using System.Globalization;
using System.Text.Json.Nodes;
using Mlp.Root;

namespace Mlp.Cli.RootFiles;

/// <summary>Values as JSON, whole: lists are arrays, objects are objects, what JSON has no number for is a text.</summary>
internal static class ValueJson
{
    // Objects may point to each other in a circle.
    private const int Deepest = 24;

    public static JsonNode? Of(Value value) => Of(value, 0);

    /// <summary>A number of any type; NaN and infinities as "NaN", "Infinity" and "-Infinity".</summary>
    public static JsonNode? Number(object? number) => number switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        float real => float.IsFinite(real) ? JsonValue.Create(real) : Name(real),
        double real => double.IsFinite(real) ? JsonValue.Create(real) : Name(real),
        ulong large => JsonValue.Create(large),
        _ => JsonValue.Create(Convert.ToInt64(number, CultureInfo.InvariantCulture)),
    };

    private static JsonNode? Of(Value value, int depth) => depth > Deepest ? JsonValue.Create("…") : value.Column switch
    {
        TextColumn => JsonValue.Create(value.Text),
        NumberColumn => Number(value.Number),
        ListColumn => new JsonArray([.. value.Items.Select(item => Of(item, depth + 1))]),
        ArrayColumn array => Nested([.. value.Items.Select(item => Of(item, depth + array.Shape.Count))], array.Shape, 0),
        PointerColumn => value.Target is { } target ? Of(target, depth + 1) : null,
        RecordColumn => Members(value, depth),
        _ => null,
    };

    private static JsonArray Nested(ReadOnlySpan<JsonNode?> items, IReadOnlyList<int> shape, int dimension)
    {
        if (dimension >= shape.Count - 1)
        {
            return new([.. items]);
        }

        var parts = new JsonArray();
        for (var i = 0; i < shape[dimension]; i++)
        {
            var size = items.Length / shape[dimension];
            parts.Add((JsonNode)Nested(items.Slice(i * size, size), shape, dimension + 1));
        }

        return parts;
    }

    private static JsonObject Members(Value value, int depth)
    {
        var members = new JsonObject();
        foreach (var (name, member) in value.Members)
        {
            members[name] = Of(member, depth + 1);
        }

        return members;
    }

    private static JsonValue Name(double notFinite) => JsonValue.Create(double.IsNaN(notFinite) ? "NaN" : notFinite > 0 ? "Infinity" : "-Infinity");
}
