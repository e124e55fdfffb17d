using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mlp.Cli.RootFiles;

/// <summary>Values in cells of a table: of what is long, the beginning.</summary>
internal static class ValueText
{
    private const int Items = 5;
    private const int Length = 60;

    public static string Of(JsonNode? value) => new StringInfo(Whole(value)) is { LengthInTextElements: > Length } text ? text.SubstringByTextElements(0, Length - 1) + "…" : Whole(value);

    private static string Whole(JsonNode? value) => value switch
    {
        null => "none",
        JsonArray { Count: > Items } list => $"[{Joined(list)}, … {list.Count - Items} more]",
        JsonArray list => $"[{Joined(list)}]",
        JsonObject members => $"{{{string.Join(", ", members.Select(member => $"{member.Key}: {Whole(member.Value)}"))}}}",
        _ => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
    };

    private static string Joined(JsonArray list) => string.Join(", ", list.Take(Items).Select(Whole));
}
