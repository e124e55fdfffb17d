using Mlp.Server.Database;

namespace Mlp.Server.Compatibility;

/// <summary>Versions in their order, read piece by piece from the highest down.</summary>
internal static class Versions
{
    private const int Batch = 64;
    private const string MtvColumns = "id, type_id, version, major, sort_key, prerelease, chain_id, deprecated_at, deprecated_reason";
    private const string MpvColumns = "id, name_id, major, minor, chain_id, mtv_id, deprecated_at, deprecated_reason";

    public static Task<MtvKeyRow?> Mtv(Session session, long typeId, TypeVersion version) =>
        session.First<MtvKeyRow>($"SELECT {MtvColumns} FROM mtv WHERE type_id = @typeId AND sort_key = @SortKey", new { typeId, version.SortKey });

    public static Task<MtvKeyRow?> MtvById(Session session, long id) =>
        session.First<MtvKeyRow>($"SELECT {MtvColumns} FROM mtv WHERE id = @id", new { id });

    public static Task<MpvKeyRow?> Mpv(Session session, long nameId, ParametersVersion version) =>
        session.First<MpvKeyRow>($"SELECT {MpvColumns} FROM mpv WHERE name_id = @nameId AND major = @Major AND minor = @Minor", new { nameId, version.Major, version.Minor });

    public static Task<MpvKeyRow?> MpvById(Session session, long id) =>
        session.First<MpvKeyRow>($"SELECT {MpvColumns} FROM mpv WHERE id = @id", new { id });

    public static Task<MpvKeyRow?> HighestMpv(Session session, long nameId) =>
        session.First<MpvKeyRow>($"SELECT {MpvColumns} FROM mpv WHERE name_id = @nameId ORDER BY major DESC, minor DESC LIMIT 1", new { nameId });

    public static Task<MpvKeyRow?> HighestMpvOfMajor(Session session, long nameId, long major) =>
        session.First<MpvKeyRow>($"SELECT {MpvColumns} FROM mpv WHERE name_id = @nameId AND major = @major ORDER BY minor DESC LIMIT 1", new { nameId, major });

    /// <summary>The version that a new one of this type inherits from: the highest lower one that passes something on.</summary>
    public static Task<MtvKeyRow?> MtvBefore(Session session, long typeId, TypeVersion version) =>
        session.First<MtvKeyRow>(
            $"""
            SELECT {MtvColumns} FROM mtv
            WHERE type_id = @typeId AND sort_key < @SortKey AND major = @Major AND prerelease = 0 AND deprecated_at IS NULL
            ORDER BY sort_key DESC LIMIT 1
            """,
            new { typeId, version.SortKey, version.Major });

    /// <summary>The version that a new one of these parameters inherits from.</summary>
    public static Task<MpvKeyRow?> MpvBefore(Session session, long nameId, ParametersVersion version) =>
        session.First<MpvKeyRow>(
            $"""
            SELECT {MpvColumns} FROM mpv
            WHERE name_id = @nameId AND major = @Major AND minor < @Minor AND experimental = 0 AND deprecated_at IS NULL
            ORDER BY minor DESC LIMIT 1
            """,
            new { nameId, version.Major, version.Minor });

    public static Task<IReadOnlyList<MtvKeyRow>> AllMtvs(Session session, long typeId, int most) =>
        session.Query<MtvKeyRow>($"SELECT {MtvColumns} FROM mtv WHERE type_id = @typeId ORDER BY sort_key DESC LIMIT @most", new { typeId, most });

    public static Task<IReadOnlyList<MpvKeyRow>> AllMpvs(Session session, long nameId, ParametersVersion? only, int most) =>
        session.Query<MpvKeyRow>(
            $"""
            SELECT {MpvColumns} FROM mpv WHERE name_id = @nameId AND (@major IS NULL OR (major = @major AND minor = @minor))
            ORDER BY major DESC, minor DESC LIMIT @most
            """,
            new { nameId, major = (long?)only?.Major, minor = (long?)only?.Minor, most });

    /// <summary>All versions of a type within a major, the highest first, from below <paramref name="below"/> on.</summary>
    public static async IAsyncEnumerable<MtvKeyRow> MtvsDown(Session session, long typeId, long major, string? below = null)
    {
        while (true)
        {
            var batch = await session.Query<MtvKeyRow>(
                $"""
                SELECT {MtvColumns} FROM mtv WHERE type_id = @typeId AND sort_key >= @from AND sort_key < @to ORDER BY sort_key DESC LIMIT {Batch}
                """,
                new { typeId, from = MajorKey(major), to = below ?? MajorKey(major + 1) });
            foreach (var row in batch)
            {
                yield return row;
            }

            if (batch.Count < Batch)
            {
                yield break;
            }

            below = batch[^1].SortKey;
        }
    }

    /// <summary>All versions of parameters within a major, the highest first, from below <paramref name="below"/> on.</summary>
    public static async IAsyncEnumerable<MpvKeyRow> MpvsDown(Session session, long nameId, long major, long below = long.MaxValue)
    {
        // Most callers take the first one, so the first step is a short one.
        for (var size = 2; ; size = Batch)
        {
            var batch = await session.Query<MpvKeyRow>(
                $"SELECT {MpvColumns} FROM mpv WHERE name_id = @nameId AND major = @major AND minor < @below ORDER BY minor DESC LIMIT {size}",
                new { nameId, major, below });
            foreach (var row in batch)
            {
                yield return row;
            }

            if (batch.Count < size)
            {
                yield break;
            }

            below = batch[^1].Minor;
        }
    }

    private static string MajorKey(long major) => major.ToString("D9", System.Globalization.CultureInfo.InvariantCulture);
}
