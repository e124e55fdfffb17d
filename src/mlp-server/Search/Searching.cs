using Mlp.Server.Database;
using Mlp.Wire;

namespace Mlp.Server.Search;

/// <summary>Finds names by words of theirs or of their description, and versions by their metadata.</summary>
internal static class Searching
{
    public static Task<Page<SearchHit>> Find(Session session, string? text, IReadOnlyList<KeyValuePair<string, string>> metadata, int limit, long after)
    {
        if (text is null && metadata.Count == 0)
        {
            throw Input.Bad("text", null, "give 'text', or 'metadata' as key=value");
        }

        var words = SearchWords.Parse(text);
        return metadata.Count == 0 ? ByText(session, words, limit, after) : ByMetadata(session, words, metadata, limit, after);
    }

    private static async Task<Page<SearchHit>> ByText(Session session, SearchWords words, int limit, long after)
    {
        var rows = await session.Query<SearchRow>(
            $"""
            SELECT id, 'type' AS kind, name, NULL AS version, description FROM model_type WHERE versions > 0 AND id > @after{words.AndIn("search")}
            UNION ALL
            SELECT id, 'parameters', name, NULL, NULL FROM parameters WHERE id > @after{words.AndIn("name")}
            ORDER BY 1 LIMIT @take
            """,
            words.With(new { after, take = limit + 1 }));
        return PageOf(rows, limit, new Dictionary<string, string>());
    }

    private static async Task<Page<SearchHit>> ByMetadata(Session session, SearchWords words, IReadOnlyList<KeyValuePair<string, string>> metadata, int limit, long after)
    {
        var first = metadata[0];
        var rows = await session.Query<SearchRow>(
            $"""
            SELECT d.owner_id AS id, d.kind, COALESCE(t.name, n.name) AS name,
                   CASE WHEN v.id IS NULL THEN m.version ELSE CAST(v.major AS TEXT) || '.' || CAST(v.minor AS TEXT) END AS version, m.description
            FROM metadata d
            LEFT JOIN mtv m ON m.id = d.owner_id LEFT JOIN model_type t ON t.id = m.type_id
            LEFT JOIN mpv v ON v.id = d.owner_id LEFT JOIN parameters n ON n.id = v.name_id
            WHERE d.key = @Key AND d.value = @Value AND d.owner_id > @after{AndTheOthers(metadata)}{words.AndIn("COALESCE(t.search, n.name)")}
            ORDER BY d.owner_id LIMIT @take
            """,
            AddTheOthers(metadata, words.With(new { first.Key, first.Value, after, take = limit + 1 })));
        return PageOf(rows, limit, metadata.ToDictionary());
    }

    private static string AndTheOthers(IReadOnlyList<KeyValuePair<string, string>> metadata) => string.Concat(
        Enumerable.Range(1, metadata.Count - 1).Select(i =>
            $" AND EXISTS (SELECT 1 FROM metadata x WHERE x.owner_id = d.owner_id AND x.key = @Key{i} AND x.value = @Value{i})"));

    private static Dapper.DynamicParameters AddTheOthers(IReadOnlyList<KeyValuePair<string, string>> metadata, Dapper.DynamicParameters arguments)
    {
        for (var i = 1; i < metadata.Count; i++)
        {
            arguments.Add($"Key{i}", metadata[i].Key);
            arguments.Add($"Value{i}", metadata[i].Value);
        }

        return arguments;
    }

    private static Page<SearchHit> PageOf(IReadOnlyList<SearchRow> rows, int limit, IReadOnlyDictionary<string, string> matched) => new(
        [.. rows.Take(limit).Select(row => new SearchHit(row.Kind, row.Name, row.Version, row.Description, matched))],
        rows.Count > limit ? $"{rows[limit - 1].Id}" : null);
}
