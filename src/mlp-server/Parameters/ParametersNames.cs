using Mlp.Server.Access;
using Mlp.Server.Compatibility;
using Mlp.Server.Database;
using Mlp.Server.Events;
using Mlp.Server.Search;
using Mlp.Wire;

namespace Mlp.Server.Parameters;

/// <summary>Parameters and their versions, read and deprecated.</summary>
internal static class ParametersNames
{
    private const string NameQuery =
        """
        SELECT n.id, n.name, p.name AS project, v.major AS latest_major, v.minor AS latest_minor, n.versions
        FROM parameters n JOIN project p ON p.id = n.project_id LEFT JOIN mpv v ON v.id = n.latest_mpv_id
        """;

    public static Task<ParametersNameRow?> TryFind(Session session, Name name) =>
        session.First<ParametersNameRow>($"{NameQuery} WHERE n.name = @Text", new { name.Text });

    public static async Task<ParametersNameRow> Find(Session session, Name name) =>
        await TryFind(session, name) ?? throw Input.NotFound("parameters name", name.Text, "list the parameters, or publish a first version");

    public static async Task<ParametersName> Read(Session session, Name name) =>
        (await Find(session, name)).ToWire(await Ownership.GrantedTo(session, Ownership.Parameters, name.Text));

    public static async Task<Page<ParametersName>> List(Session session, NameFilter filter, int limit, string after)
    {
        var rows = await session.Query<ParametersNameRow>(
            $"""
            {NameQuery}
            WHERE n.name > @after AND (@Project IS NULL OR p.name = @Project){filter.Words.AndIn("n.name")}
              AND (@Key IS NULL OR EXISTS (SELECT 1 FROM metadata d JOIN mpv o ON o.id = d.owner_id WHERE d.key = @Key AND d.value = @Value AND o.name_id = n.id))
            ORDER BY n.name LIMIT @take
            """,
            filter.Words.With(new { after, filter.Project, filter.Key, filter.Value, take = limit + 1 }));
        var shown = rows.Take(limit).ToList();
        var grants = await Ownership.GrantedTo(session, Ownership.Parameters, shown.FirstOrDefault()?.Name, shown.LastOrDefault()?.Name);
        return new([.. shown.Select(row => row.ToWire([.. grants[row.Name]]))], rows.Count > limit ? shown[^1].Name : null);
    }

    /// <summary>The version by its text; <c>latest</c> is the latest that is not deprecated.</summary>
    public static async Task<MpvKeyRow> FindVersion(Session session, Name name, string version)
    {
        var parameters = await Find(session, name);
        if (version == "latest")
        {
            return parameters.LatestVersion is { } latest
                ? (await Versions.Mpv(session, parameters.Id, ParametersVersion.TryParse(latest)!))!
                : throw Input.NotFound("latest version of parameters", name.Text, "every version is deprecated: name one");
        }

        return await Versions.Mpv(session, parameters.Id, Input.ParametersVersion(version))
            ?? throw Input.NotFound("parameters version", $"{name}@{version}", $"the latest is {parameters.LatestVersion ?? "deprecated"}; list the versions of '{name}'");
    }

    public static async Task<ParametersVersionInfo> ReadVersion(Session session, Name name, string version) =>
        await ReadVersion(session, (await FindVersion(session, name, version)).Id);

    public static async Task<ParametersVersionInfo> ReadVersion(Session session, long id) =>
        (await session.First<ParametersVersionRow>($"{ParametersVersionRow.Query} WHERE v.id = @id", new { id }))!.ToWire();

    public static async Task<Page<ParametersVersionInfo>> ListVersions(Session session, Name name, int limit, ParametersVersion? below)
    {
        var parameters = await Find(session, name);
        var rows = await session.Query<ParametersVersionRow>(
            $"{ParametersVersionRow.Query} WHERE v.name_id = @Id AND (v.major, v.minor) < (@major, @minor) ORDER BY v.major DESC, v.minor DESC LIMIT @take",
            new { parameters.Id, major = below?.Major ?? long.MaxValue, minor = below?.Minor ?? 0L, take = limit + 1 });
        return new([.. rows.Take(limit).Select(row => row.ToWire())], rows.Count > limit ? rows[limit - 1].ToWire().Version : null);
    }

    public static async Task<ParametersVersionInfo> Deprecate(Session session, Caller caller, Name name, ParametersVersion version, string? reason)
    {
        caller.DemandProject((await Find(session, name)).Project);
        var mpv = await FindVersion(session, name, version.ToString());
        if (mpv.DeprecatedReason != reason)
        {
            await session.Execute(
                "UPDATE mpv SET deprecated_at = @at, deprecated_by = @by, deprecated_reason = @reason WHERE id = @Id",
                new { at = reason is null ? (long?)null : session.Now, by = reason is null ? null : session.Actor, reason, mpv.Id });
            await LatestVersions.MpvChanged(session, mpv.NameId);
            await new Pairs(session, new(session)).RecomputeAllOfMpv(mpv);
            await session.Audit(reason is null ? EventKind.ParametersVersionRestored : EventKind.ParametersVersionDeprecated, $"{name}@{version}", new { reason });
        }

        return await ReadVersion(session, mpv.Id);
    }
}
