using System.Globalization;
using System.Text.Json;

namespace Mlp.Root.Tests.Samples;

/// <summary>Whether a column is what another reader saw.</summary>
internal static class Comparison
{
    /// <returns>What differs; null where nothing does.</returns>
    public static string? Differs(Column column, JsonElement expected)
    {
        if (expected.TryGetProperty("strings", out var strings))
        {
            return Texts(column, strings.GetInt64(), expected.GetProperty("first"));
        }

        if (!expected.TryGetProperty("values", out var values))
        {
            return null;
        }

        // The other reader multiplies where ROOT divides: the last bit may differ.
        var isPacked = expected.GetProperty("type").GetString()!.StartsWith("Double32_t", StringComparison.Ordinal);
        var figures = Figures.Of(column);
        var tolerance = isPacked ? Math.Max(Math.Abs(figures.Minimum ?? 0), Math.Abs(figures.Maximum ?? 0)) * 1e-15 : 0;
        return Number("values", figures.Values, values, 0)
            ?? Number("finite", figures.Finite, expected.GetProperty("finite"), 0)
            ?? Number("min", figures.Minimum, expected.GetProperty("min"), tolerance)
            ?? Number("max", figures.Maximum, expected.GetProperty("max"), tolerance)
            ?? Number("sum", figures.Sum, expected.GetProperty("sum"), figures.Magnitude * 1e-12)
            ?? (expected.TryGetProperty("max_count", out var count) ? Number("max_count", LargestCount(column), count, 0) : null)
            ?? (expected.TryGetProperty("first", out var first) ? First(column, first) : null);
    }

    private static string? Texts(Column column, long count, JsonElement first)
    {
        if (column is not TextColumn texts || texts.Count != count)
        {
            return $"{column.Count} values of {column.GetType().Name} for {count} texts";
        }

        var index = 0;
        foreach (var text in first.EnumerateArray())
        {
            if (texts.Text(index++) is var found && found != text.GetString())
            {
                return $"text '{found}' for '{text.GetString()}'";
            }
        }

        return null;
    }

    private static string? Number(string name, double? found, JsonElement expected, double tolerance)
    {
        double? wanted = expected.ValueKind == JsonValueKind.Null ? null : expected.GetDouble();
        return found == wanted || (found is { } one && wanted is { } other && Math.Abs(one - other) <= tolerance) ? null
            : string.Create(CultureInfo.InvariantCulture, $"{name} {found:R} for {wanted:R}");
    }

    private static double LargestCount(Column column)
    {
        var largest = 0;
        for (var i = 0; i < column.Count; i++)
        {
            largest = Math.Max(largest, column[i].Items.Count());
        }

        return largest;
    }

    private static string? First(Column column, JsonElement first)
    {
        var index = 0;
        foreach (var entry in first.EnumerateArray())
        {
            if (Value(column[index++], entry) is { } difference)
            {
                return $"entry {index - 1}: {difference}";
            }
        }

        return null;
    }

    private static string? Value(Value value, JsonElement expected) => expected.ValueKind switch
    {
        JsonValueKind.Array => Items(value, [.. expected.EnumerateArray()]),
        JsonValueKind.Object => Members(value, expected),
        JsonValueKind.True or JsonValueKind.False => value.Number is bool flag && flag == expected.GetBoolean() ? null : $"{value.Text} for {expected}",
        JsonValueKind.Number => value.Number is { } number && Convert.ToDouble(number, CultureInfo.InvariantCulture) == expected.GetDouble() ? null : $"{value.Text} for {expected}",
        JsonValueKind.String => value.Text == expected.GetString() ? null : $"{value.Text} for {expected}",
        _ => null,
    };

    private static string? Items(Value value, JsonElement[] expected)
    {
        // A pair is written as an array.
        Value[] items = value.Column is RecordColumn ? [.. value.Members.Select(member => member.Value)] : [.. value.Items];
        if (value.Column is ArrayColumn)
        {
            // One dimension more or less of a fixed size says nothing of the values.
            items = [.. items.SelectMany(Flat)];
            expected = [.. Flat(expected)];
        }

        return items.Length != expected.Length ? $"{items.Length} items for {expected.Length}"
            : items.Select((item, i) => Value(item, expected[i])).FirstOrDefault(difference => difference is not null);
    }

    private static IEnumerable<Value> Flat(Value value) => value.Column is ArrayColumn or ListColumn ? value.Items.SelectMany(Flat) : [value];

    private static IEnumerable<JsonElement> Flat(IEnumerable<JsonElement> nested) =>
        nested.SelectMany(item => item.ValueKind == JsonValueKind.Array ? Flat(item.EnumerateArray()) : [item]);

    private static string? Members(Value value, JsonElement expected) =>
        expected.EnumerateObject().Select(member => value.Member(member.Name) is { } found ? Value(found, member.Value) : $"no member {member.Name}")
            .FirstOrDefault(difference => difference is not null);
}
