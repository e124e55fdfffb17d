using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mlp.Serving.Json;

/// <summary>Where in a text that is no JSON the reader stopped.</summary>
internal static class JsonPlace
{
    public static string Of(ReadOnlySpan<byte> json)
    {
        var levels = new Stack<Level>();
        var reader = JsonFaults.ReaderOf(json);
        try
        {
            while (reader.Read())
            {
                Follow(ref reader, levels);
            }
        }
        catch (JsonException)
        {
            return Path(levels);
        }

        return "$";
    }

    private static void Follow(ref Utf8JsonReader reader, Stack<Level> levels)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                levels.Peek().Name = reader.GetString();
                break;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                levels.Push(new(reader.TokenType == JsonTokenType.StartArray));
                break;
            case JsonTokenType.EndArray or JsonTokenType.EndObject:
                levels.Pop();
                Next(levels);
                break;
            default:
                Next(levels);
                break;
        }
    }

    private static void Next(Stack<Level> levels)
    {
        if (levels.TryPeek(out var level))
        {
            (level.Index, level.Name) = (level.Index + 1, null);
        }
    }

    private static string Path(Stack<Level> levels)
    {
        var path = new StringBuilder("$");
        foreach (var level in levels.Reverse())
        {
            _ = level.IsArray ? path.Append(CultureInfo.InvariantCulture, $"[{level.Index}]") : level.Name is null ? path : path.Append('.').Append(level.Name);
        }

        return path.ToString();
    }

    private sealed class Level(bool isArray)
    {
        public bool IsArray { get; } = isArray;

        public int Index { get; set; }

        public string? Name { get; set; }
    }
}
