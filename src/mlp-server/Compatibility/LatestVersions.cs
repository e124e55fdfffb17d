using Mlp.Server.Database;
using Mlp.Server.Search;
using Mlp.Wire;

namespace Mlp.Server.Compatibility;

/// <summary>Keeps, with every name, which of its versions is the latest: pre-releases and deprecated ones aside.</summary>
internal static class LatestVersions
{
    public static async Task MtvCreated(Session session, long typeId, long id, TypeVersion version, ReleasedModel model)
    {
        await session.Execute(
            "UPDATE model_type SET versions = versions + 1, description = COALESCE(@Description, description), search = COALESCE(@search, search) WHERE id = @typeId",
            new { model.Description, search = model.Description is null ? null : SearchWords.Searchable(model.Name, model.Description), typeId });
        if (!version.IsPrerelease)
        {
            await session.Execute(
                """
                UPDATE model_type SET latest_mtv_id = @id WHERE id = @typeId
                AND (latest_mtv_id IS NULL OR (SELECT sort_key FROM mtv WHERE mtv.id = latest_mtv_id) < @SortKey)
                """,
                new { id, typeId, version.SortKey });
        }
    }

    public static Task MtvChanged(Session session, long typeId) =>
        session.Execute(
            """
            UPDATE model_type SET latest_mtv_id =
                (SELECT id FROM mtv WHERE type_id = @typeId AND prerelease = 0 AND deprecated_at IS NULL ORDER BY sort_key DESC LIMIT 1)
            WHERE id = @typeId
            """,
            new { typeId });

    public static Task MpvCreated(Session session, long nameId, MpvKeyRow created) =>
        session.Execute(
            """
            UPDATE parameters SET versions = versions + 1, latest_mpv_id = CASE
                WHEN latest_mpv_id IS NULL OR EXISTS (SELECT 1 FROM mpv WHERE mpv.id = latest_mpv_id AND (mpv.major, mpv.minor) < (@Major, @Minor)) THEN @Id
                ELSE latest_mpv_id END
            WHERE id = @nameId
            """,
            new { created.Id, created.Major, created.Minor, nameId });

    public static Task MpvChanged(Session session, long nameId) =>
        session.Execute(
            """
            UPDATE parameters SET latest_mpv_id =
                (SELECT id FROM mpv WHERE name_id = @nameId AND deprecated_at IS NULL ORDER BY major DESC, minor DESC LIMIT 1)
            WHERE id = @nameId
            """,
            new { nameId });
}
