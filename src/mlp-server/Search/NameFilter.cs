namespace Mlp.Server.Search;

/// <summary>Which names to list; null is any.</summary>
/// <param name="Project">Owned by this project.</param>
/// <param name="Pattern">For LIKE, in lower case, with <c>!</c> before what is meant as it stands.</param>
/// <param name="Key">Some version has this metadata key…</param>
/// <param name="Value">… with this value.</param>
internal sealed record NameFilter(string? Project, string? Pattern, string? Key, string? Value)
{
    public static NameFilter Parse(string? project, string? text, string? metadata)
    {
        KeyValuePair<string, string>? pair = metadata is null ? null : ParsePair(metadata);
        return new(project is null ? null : Input.Project(project).Text, text is null ? null : PatternOf(text), pair?.Key, pair?.Value);
    }

    public static KeyValuePair<string, string> ParsePair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(text[..equals], text[(equals + 1)..])
            : throw Input.Bad("metadata", text, "give key=value");
    }

    public static string PatternOf(string text)
    {
#pragma warning disable CA1308 // Lower case is what the databases compare in.
        var lower = Input.Text(text, "text", 256).ToLowerInvariant();
#pragma warning restore CA1308
        return "%" + lower.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%";
    }
}
