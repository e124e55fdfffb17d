namespace Mlp.Server.Search;

/// <summary>Which names to list; null is any.</summary>
/// <param name="Project">Owned by this project.</param>
/// <param name="Words">All of them are in the name, or in the description where there is one.</param>
/// <param name="Key">Some version has this metadata key…</param>
/// <param name="Value">… with this value.</param>
internal sealed record NameFilter(string? Project, SearchWords Words, string? Key, string? Value)
{
    public static NameFilter Any { get; } = new(null, SearchWords.None, null, null);

    public static NameFilter Parse(string? project, string? text, string? metadata)
    {
        KeyValuePair<string, string>? pair = metadata is null ? null : ParsePair(metadata);
        return new(project is null ? null : Input.Project(project).Text, SearchWords.Parse(text), pair?.Key, pair?.Value);
    }

    public static KeyValuePair<string, string> ParsePair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(text[..equals], text[(equals + 1)..])
            : throw Input.Bad("metadata", text, "give key=value");
    }
}
