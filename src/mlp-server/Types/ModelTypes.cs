using Mlp.Server.Access;
using Mlp.Server.Compatibility;
using Mlp.Server.Database;
using Mlp.Server.Events;
using Mlp.Server.Search;
using Mlp.Wire;

namespace Mlp.Server.Types;

/// <summary>Model types and their versions. A type whose first release is still open is not shown.</summary>
internal static class ModelTypes
{
    private const string TypeQuery =
        """
        SELECT t.id, t.name, p.name AS project, m.version AS latest_version, t.description, t.versions
        FROM model_type t JOIN project p ON p.id = t.project_id LEFT JOIN mtv m ON m.id = t.latest_mtv_id
        """;

    public static async Task<ModelTypeRow> Find(Session session, Name name) =>
        await session.First<ModelTypeRow>($"{TypeQuery} WHERE t.name = @Text AND t.versions > 0", new { name.Text })
        ?? throw Input.NotFound("model type", name.Text, "list the model types, or register the project that has it");

    public static async Task<ModelType> Read(Session session, Name name) =>
        (await Find(session, name)).ToWire(await Ownership.GrantedTo(session, Ownership.Type, name.Text));

    public static async Task<Page<ModelType>> List(Session session, NameFilter filter, int limit, string after)
    {
        var rows = await session.Query<ModelTypeRow>(
            $"""
            {TypeQuery}
            WHERE t.name > @after AND t.versions > 0 AND (@Project IS NULL OR p.name = @Project){filter.Words.AndIn("t.search")}
              AND (@Key IS NULL OR EXISTS (SELECT 1 FROM metadata d JOIN mtv v ON v.id = d.owner_id WHERE d.key = @Key AND d.value = @Value AND v.type_id = t.id))
            ORDER BY t.name LIMIT @take
            """,
            filter.Words.With(new { after, filter.Project, filter.Key, filter.Value, take = limit + 1 }));
        var shown = rows.Take(limit).ToList();
        var grants = await Ownership.GrantedTo(session, Ownership.Type, shown.FirstOrDefault()?.Name, shown.LastOrDefault()?.Name);
        return new([.. shown.Select(row => row.ToWire([.. grants[row.Name]]))], rows.Count > limit ? shown[^1].Name : null);
    }

    /// <summary>The version by its text; <c>latest</c> is the latest that is neither a pre-release nor deprecated.</summary>
    public static async Task<MtvKeyRow> FindVersion(Session session, Name name, string version) =>
        await FindVersion(session, await Find(session, name), version);

    public static async Task<MtvKeyRow> FindVersion(Session session, ModelTypeRow type, string version)
    {
        if (version == "latest")
        {
            return type.LatestVersion is { } latest
                ? (await Versions.Mtv(session, type.Id, TypeVersion.TryParse(latest)!))!
                : throw Input.NotFound("latest version of model type", type.Name, "every version is a pre-release or deprecated: name one");
        }

        return await Versions.Mtv(session, type.Id, Input.TypeVersion(version))
            ?? throw Input.NotFound("model type version", $"{type.Name}@{version}", $"registered are: {await Registered(session, type.Id)}");
    }

    public static async Task<ModelTypeVersion> ReadVersion(Session session, Name name, string version) =>
        await ReadVersion(session, (await FindVersion(session, name, version)).Id);

    public static async Task<ModelTypeVersion> ReadVersion(Session session, long id) =>
        (await session.First<ModelTypeVersionRow>($"{ModelTypeVersionRow.Query} WHERE m.id = @id", new { id }))!.ToWire();

    public static async Task<Page<ModelTypeVersion>> ListVersions(Session session, Name name, int limit, TypeVersion? below)
    {
        var type = await Find(session, name);
        var rows = await session.Query<ModelTypeVersionRow>(
            $"{ModelTypeVersionRow.Query} WHERE m.type_id = @Id AND m.sort_key < @below ORDER BY m.sort_key DESC LIMIT @take",
            new { type.Id, below = below?.SortKey ?? "~", take = limit + 1 });
        return new([.. rows.Take(limit).Select(row => row.ToWire())], rows.Count > limit ? rows[limit - 1].Version : null);
    }

    public static async Task<ModelTypeVersion> Deprecate(Session session, Caller caller, Name name, TypeVersion version, string? reason)
    {
        caller.DemandProject((await Find(session, name)).Project);
        var mtv = await FindVersion(session, name, version.ToString());
        if (mtv.DeprecatedReason != reason)
        {
            await session.Execute(
                "UPDATE mtv SET deprecated_at = @at, deprecated_by = @by, deprecated_reason = @reason WHERE id = @Id",
                new { at = reason is null ? (long?)null : session.Now, by = reason is null ? null : session.Actor, reason, mtv.Id });
            await LatestVersions.MtvChanged(session, mtv.TypeId);
            await new Pairs(session, new(session)).RecomputeAllOfMtv(mtv);
            await session.Audit(reason is null ? EventKind.TypeVersionRestored : EventKind.TypeVersionDeprecated, $"{name}@{version}", new { reason });
        }

        return await ReadVersion(session, mtv.Id);
    }

    private static async Task<string> Registered(Session session, long typeId)
    {
        var versions = await session.Query<string>("SELECT version FROM mtv WHERE type_id = @typeId ORDER BY sort_key DESC LIMIT 20", new { typeId });
        return string.Join(", ", versions) + (versions.Count == 20 ? ", …" : "");
    }
}
