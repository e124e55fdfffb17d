using System.Data.Common;
using Mlp.Server.Database;
using Mlp.Wire;

namespace Mlp.Server.Compatibility;

/// <summary>Pairs as they are asked for: of one type, of one project, or all.</summary>
internal static class PairListing
{
    private const string Columns = "t.name, m.version, n.name, v.major, v.minor, o.name, m.standalone, v.digest, b.size, m.bundle_digest";

    public static async Task<Page<Pair>> List(Session session, PairFilter filter, int limit, PairCursor after)
    {
        // Only the conditions that are asked for: PostgreSQL plans a prepared statement for all values, and "… IS NULL OR …" hides what they select.
        string[] conditions =
        [
            "(t.name, n.name) > (@type, @parameters)",
            .. filter.Type is null ? [] : new[] { "t.name = @ofType" },
            .. filter.Parameters is null ? [] : new[] { "n.name = @ofParameters" },
            .. filter.Project is null ? [] : new[] { "o.name = @Project" },
            .. filter.Standalone is null ? [] : new[] { "m.standalone = @standalone" },
        ];
        var rows = await session.Read(
            $"""
            SELECT {Columns}
            FROM pair p JOIN model_type t ON t.id = p.type_id JOIN parameters n ON n.id = p.name_id JOIN mtv m ON m.id = p.mtv_id
            JOIN mpv v ON v.id = p.mpv_id JOIN blob b ON b.digest = v.digest JOIN project o ON o.id = t.project_id
            WHERE {string.Join(" AND ", conditions)}
            ORDER BY t.name, n.name LIMIT @take
            """,
            new
            {
                type = after.Type,
                parameters = after.Parameters,
                ofType = filter.Type,
                ofParameters = filter.Parameters,
                filter.Project,
                standalone = filter.Standalone is { } standalone ? (standalone ? 1L : 0L) : (long?)null,
                take = limit + 1,
            },
            ReadPair);
        var shown = rows.Count > limit ? [.. rows.Take(limit)] : rows;
        return new(shown, rows.Count > limit ? new PairCursor(shown[^1].Type, shown[^1].Parameters).ToString() : null);
    }

    public static async Task<Pair> Describe(Session session, long mtvId, long mpvId) =>
        (await session.Read(
            $"""
            SELECT {Columns}
            FROM mtv m JOIN model_type t ON t.id = m.type_id JOIN project o ON o.id = t.project_id,
                 mpv v JOIN parameters n ON n.id = v.name_id JOIN blob b ON b.digest = v.digest
            WHERE m.id = @mtvId AND v.id = @mpvId
            """,
            new { mtvId, mpvId },
            ReadPair)).Single();

    private static Pair ReadPair(DbDataReader row) => new(
        Type: row.GetString(0),
        TypeVersion: row.GetString(1),
        Parameters: row.GetString(2),
        ParametersVersion: $"{row.GetInt64(3)}.{row.GetInt64(4)}",
        Project: row.GetString(5),
        Standalone: row.GetInt64(6) != 0,
        Digest: row.GetString(7),
        Size: row.GetInt64(8),
        BundleDigest: row.IsDBNull(9) ? null : row.GetString(9));
}
