using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mlp.Cli.Kubernetes.Objects;

/// <summary>Writes objects as YAML that every reader takes for the same: block style, and quotes around all that could be something other than a text.</summary>
internal static partial class Yaml
{
    // In YAML 1.1, which Kubernetes' tools read, these words are truth values or nothing.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "true", "false", "yes", "no", "on", "off", "y", "n", "null" };

    public static string Write(IEnumerable<JsonObject> documents)
    {
        var text = new StringBuilder();
        foreach (var document in documents)
        {
            text.Append(text.Length == 0 ? "" : "---\n");
            Entries(text, document, indent: 0);
        }

        return text.ToString();
    }

    private static void Entries(StringBuilder text, JsonObject entries, int indent)
    {
        var isFirst = true;
        foreach (var (key, value) in entries)
        {
            text.Append(' ', isFirst ? 0 : indent).Append(Quoted(key)).Append(':');
            Value(text, value, indent, ownLine: indent + 2);
            isFirst = false;
        }
    }

    private static void Items(StringBuilder text, JsonArray items, int indent)
    {
        foreach (var item in items)
        {
            text.Append(' ', indent).Append('-');
            if (item is JsonObject { Count: > 0 } entries)
            {
                text.Append(' ');
                Entries(text, entries, indent + 2);
            }
            else
            {
                Value(text, item, indent, indent + 2);
            }
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int indent, int ownLine)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } entries:
                text.Append('\n').Append(' ', ownLine);
                Entries(text, entries, ownLine);
                break;
            case JsonArray { Count: > 0 } items:
                text.Append('\n');
                Items(text, items, indent + 2);
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static string Scalar(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String => Quoted(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };

    private static string Quoted(string text) => Plain().IsMatch(text) && !Words.Contains(text) ? text : $"\"{string.Concat(text.EnumerateRunes().Select(Escaped))}\"";

    // Not JSON's escapes: YAML has none for the halves of a character.
    private static string Escaped(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => @"\n",
        >= ' ' and <= '~' => rune.ToString(),
        > 0xFFFF => string.Create(CultureInfo.InvariantCulture, $@"\U{rune.Value:X8}"),
        _ => Rune.IsLetterOrDigit(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $@"\u{rune.Value:X4}"),
    };

    [GeneratedRegex(@"^[A-Za-z/]([A-Za-z0-9_./@()=+-]|[:](?=[A-Za-z0-9_./@-])| (?=[A-Za-z0-9_./]))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
