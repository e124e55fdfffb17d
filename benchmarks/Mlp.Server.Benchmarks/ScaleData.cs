using Mlp.Server.Database;

namespace Mlp.Server.Benchmarks;

/// <summary>
/// A large record: every type has 100 versions and one parameters name with 1,000 versions, each linked to each, which would be
/// 10^8 links if they were stored one by one. Rows are those that registering and publishing in turn leave behind;
/// making them through the routes would take an hour.
/// </summary>
internal sealed class ScaleData(int types, int mtvsPerType, int mpvsPerName)
{
    private const int Shared = 100;

    public int Types => types;

    public int MtvsPerType => mtvsPerType;

    public int MpvsPerName => mpvsPerName;

    public Task Fill(Store store) => store.Write("benchmark", Fill, Ct.None);

    public static string Type(int k) => $"type{k:D4}";

    public static string Parameters(int k) => $"weights{k:D4}";

    private async Task Fill(Session session)
    {
        await session.Execute($"{N(types)} INSERT INTO project (id, name, created_at) SELECT 10 + i, 'git.example.org/beams/p' || {Padded("i", 4)}, 0 FROM n");
        await session.Execute("INSERT INTO blob (digest, size, files) VALUES (@Digest, 4096, '[]')", new { Digest });
        await FillTypes(session);
        await FillParameters(session);
        await LinkMoreByHand(session);
        await session.Execute("UPDATE counter SET value = 1000000000");
        await session.Execute("ANALYZE");
    }

    private async Task FillTypes(Session session)
    {
        await session.Execute(
            $"""
            {N(types)} INSERT INTO model_type (id, name, project_id, description, search, versions, latest_mtv_id, created_at)
            SELECT 10000 + i, 'type' || {Padded("i", 4)}, 10 + i, 'Beam model number ' || CAST(i AS TEXT), 'type' || {Padded("i", 4)} || ' beam model number ' || CAST(i AS TEXT), {mtvsPerType}, {MtvId("i", $"{mtvsPerType - 1}")}, 0 FROM n
            """);
        var both = $"{N(types)}, m(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM m WHERE j < {mtvsPerType} - 1)";
        await session.Execute(
            $"""
            {both} INSERT INTO release (id, project_id, runtime, tag, version, commit_id, tree_id, packages, state, inherit, models, opened_at, opened_by, completed_at)
            SELECT 500000000 + i * 1000 + j, 10 + i, 'dotnet', 'v1.' || CAST(j AS TEXT) || '.0', '1.' || CAST(j AS TEXT) || '.0', 'c', 't', '[]', 'registered', 1, '[]', 0, 'benchmark', 0 FROM n, m
            """);
        await session.Execute($"{both} INSERT INTO claim (type_id, version, release_id) SELECT 10000 + i, '1.' || CAST(j AS TEXT) || '.0', 500000000 + i * 1000 + j FROM n, m");
        await session.Execute(
            $"""
            {both} INSERT INTO mtv (id, type_id, version, major, sort_key, prerelease, chain_id, release_id, class, standalone, created_at, created_by)
            SELECT {MtvId("i", "j")}, 10000 + i, '1.' || CAST(j AS TEXT) || '.0', 1, '000000001.' || {Padded("j", 9)} || '.000000000.~', 0, {Base("i")} + 3,
                   500000000 + i * 1000 + j, 'Beams.Model', 1, 0, 'benchmark' FROM n, m
            """);
    }

    private async Task FillParameters(Session session)
    {
        await session.Execute(
            $"""
            {N(types)} INSERT INTO parameters (id, name, project_id, versions, latest_mpv_id, created_at)
            SELECT 20000 + i, 'weights' || {Padded("i", 4)}, 10 + i, {mpvsPerName}, {MpvId("i", $"{mpvsPerName - 1}")}, 0 FROM n
            """);
        var both = $"{N(types)}, m(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM m WHERE j < {mpvsPerName} - 1)";
        await session.Execute(
            $"""
            {both} INSERT INTO mpv (id, name_id, major, minor, chain_id, mtv_id, experimental, digest, created_at, created_by)
            SELECT {MpvId("i", "j")}, 20000 + i, 1, j, {Base("i")} + 4, {Base("i")}, 0, '{Digest}', 0, 'benchmark' FROM n, m
            """);
        await session.Execute($"{both} INSERT INTO metadata (owner_id, kind, key, value) SELECT {MpvId("i", "j")}, 'parameters-version', 'run', CAST(i * {mpvsPerName} + j AS TEXT) FROM n, m");
        await session.Execute($"{both} INSERT INTO metadata (owner_id, kind, key, value) SELECT {MpvId("i", "j")}, 'parameters-version', 'beam', CASE j % 3 WHEN 0 THEN 'proton' WHEN 1 THEN 'lead' ELSE 'xenon' END FROM n, m");
        await session.Execute(
            $"""
            {N(types)} INSERT INTO chain (id, first_id, last_id)
            SELECT {Base("i")} + 3, {MtvId("i", "0")}, {MtvId("i", $"{mtvsPerType - 1}")} FROM n
            UNION ALL SELECT {Base("i")} + 4, {MpvId("i", "0")}, {MpvId("i", $"{mpvsPerName - 1}")} FROM n
            """);
        await session.Execute(
            $"""
            {N(types)} INSERT INTO link_event (id, type_id, name_id, mtv_id, mtv_major, mtv_chain, mtv_was_last, mpv_id, mpv_major, mpv_chain, mpv_was_last, linked, manual, actor, time)
            SELECT {Base("i")} + 2, 10000 + i, 20000 + i, {MtvId("i", "0")}, 1, {Base("i")} + 3, 1, {MpvId("i", "0")}, 1, {Base("i")} + 4, 1, 1, 0, 'benchmark', 0 FROM n
            """);
        await session.Execute(
            $"{N(types)} INSERT INTO pair (type_id, name_id, mtv_id, mpv_id) SELECT 10000 + i, 20000 + i, {MtvId("i", $"{mtvsPerType - 1}")}, {MpvId("i", $"{mpvsPerName - 1}")} FROM n");
    }

    // A hundred types that share a hundred parameters names: ten thousand pairs more.
    private async Task LinkMoreByHand(Session session)
    {
        var both = $"{N(Shared)}, m(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM m WHERE j < {Shared} - 1)";
        var (mtv, mpv) = (MtvId("i", $"{mtvsPerType - 1}"), MpvId("j", $"{mpvsPerName - 1}"));
        await session.Execute(
            $"""
            {both} INSERT INTO link_event (id, type_id, name_id, mtv_id, mtv_major, mtv_chain, mtv_was_last, mpv_id, mpv_major, mpv_chain, mpv_was_last, linked, manual, actor, time)
            SELECT 900000000 + i * 1000 + j, 10000 + i, 20000 + j, {mtv}, 1, {Base("i")} + 3, 1, {mpv}, 1, {Base("j")} + 4, 1, 1, 1, 'benchmark', 0 FROM n, m WHERE i <> j
            """);
        await session.Execute($"{both} INSERT INTO pair (type_id, name_id, mtv_id, mpv_id) SELECT 10000 + i, 20000 + j, {mtv}, {mpv} FROM n, m WHERE i <> j");
    }

    private static string Digest { get; } = Mlp.Digest.Of("benchmark"u8).Text;

    private static string N(int count) => $"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count} - 1)";

    // The first two are created before the event that links them, all others after it.
    private static string Base(string i) => $"(1000000 + {i} * 10000)";

    private static string MtvId(string i, string j) => $"({Base(i)} + CASE WHEN {j} = 0 THEN 0 ELSE 10 + {j} END)";

    private static string MpvId(string i, string j) => $"({Base(i)} + CASE WHEN {j} = 0 THEN 1 ELSE 1000 + {j} END)";

    private static string Padded(string number, int width) =>
        $"substr('{new string('0', width)}' || CAST({number} AS TEXT), 1 + length(CAST({number} AS TEXT)), {width})";
}
