using Dapper;
using Mlp.Server.Database;
using Mlp.Server.Events;

namespace Mlp.Server.Compatibility;

/// <summary>
/// Keeps the table of pairs true with every change: for a type and a parameters name the highest model type version that
/// has a link, with its highest parameters version; pre-releases and deprecated versions aside.
/// </summary>
internal sealed class Pairs(Session session, Chains chains)
{
    private const string PairQuery =
        """
        SELECT p.type_id, p.name_id, p.mtv_id, m.chain_id AS mtv_chain, m.sort_key, p.mpv_id, v.major, v.minor
        FROM pair p JOIN mtv m ON m.id = p.mtv_id JOIN mpv v ON v.id = p.mpv_id
        """;

    /// <summary>A new version has its parent's links. Where the parent was the best, its heir now is; elsewhere nothing changes.</summary>
    public async Task MtvCreated(long id, MtvKeyRow? parent, bool isPrerelease)
    {
        if (parent is null || isPrerelease)
        {
            return;
        }

        var moved = await session.Execute("UPDATE pair SET mtv_id = @id WHERE type_id = @TypeId AND mtv_id = @parentId", new { id, parent.TypeId, parentId = parent.Id });
        await AuditChanged(moved, "p.type_id = @TypeId AND p.mtv_id = @id", new { parent.TypeId, id });
    }

    /// <summary>A new version only adds links, so a pair can only move up: to it, where the pair's own type version is linked to it.</summary>
    public async Task MpvCreated(MpvKeyRow created, MtvKeyRow publisher, Links ofPublisher)
    {
        var pairs = await session.Query<PairRow>($"{PairQuery} WHERE p.name_id = @NameId", new { created.NameId });
        var others = pairs.Any(pair => pair.TypeId != publisher.TypeId) ? await Links.OfName(created.NameId, session, chains) : null;
        var moved = new Dictionary<long, long>();
        foreach (var pair in pairs.Where(pair => pair.Parameters < created.Version))
        {
            var links = pair.TypeId == publisher.TypeId ? ofPublisher : others![pair.TypeId];
            if (await links.Exists(new(pair.MtvId, pair.MtvChain), created.Link))
            {
                moved[pair.TypeId] = pair.MtvId;
            }
        }

        var own = pairs.FirstOrDefault(pair => pair.TypeId == publisher.TypeId);
        if (publisher.CountsForPairs && (own is null || string.CompareOrdinal(own.SortKey, publisher.SortKey) < 0))
        {
            moved[publisher.TypeId] = publisher.Id;
        }

        foreach (var (typeId, mtvId) in moved)
        {
            await Place(typeId, created.NameId, mtvId, created.Id);
        }

        await AuditChanged(moved.Count, "p.name_id = @NameId AND p.mpv_id = @Id", new { created.NameId, created.Id });
    }

    /// <summary>Finds the pair afresh.</summary>
    public async Task Recompute(long typeId, long nameId)
    {
        var current = await session.First<PairRow>($"{PairQuery} WHERE p.type_id = @typeId AND p.name_id = @nameId", new { typeId, nameId });
        var best = await Best(typeId, nameId);
        if (best is not { } found)
        {
            await Remove(typeId, nameId, current);
        }
        else if (current is null || (current.MtvId, current.MpvId) != (found.Mtv.Id, found.Mpv.Id))
        {
            await Set(typeId, nameId, found.Mtv.Id, found.Mpv.Id);
        }
    }

    public async Task RecomputeAllOfMtv(MtvKeyRow mtv)
    {
        foreach (var nameId in await session.Query<long>("SELECT DISTINCT name_id FROM link_event WHERE type_id = @TypeId", new { mtv.TypeId }))
        {
            await Recompute(mtv.TypeId, nameId);
        }
    }

    public async Task RecomputeAllOfMpv(MpvKeyRow mpv)
    {
        foreach (var typeId in await session.Query<long>("SELECT DISTINCT type_id FROM link_event WHERE name_id = @NameId", new { mpv.NameId }))
        {
            await Recompute(typeId, mpv.NameId);
        }
    }

    /// <summary>The highest parameters version that fits this model type version, deprecated ones aside.</summary>
    public static async Task<MpvKeyRow?> BestFor(MtvKeyRow mtv, long nameId, Session session, Links links)
    {
        foreach (var major in links.MpvMajorsFor(mtv.Major))
        {
            await foreach (var mpv in Versions.MpvsDown(session, nameId, major))
            {
                if (mpv.DeprecatedAt is null && await links.Exists(mtv.Link, mpv.Link))
                {
                    return mpv;
                }
            }
        }

        return null;
    }

    private async Task<(MtvKeyRow Mtv, MpvKeyRow Mpv)?> Best(long typeId, long nameId)
    {
        var links = await Links.Between(typeId, nameId, session, chains);
        foreach (var major in links.MtvMajors)
        {
            await foreach (var mtv in Versions.MtvsDown(session, typeId, major))
            {
                if (mtv.CountsForPairs && await BestFor(mtv, nameId, session, links) is { } mpv)
                {
                    return (mtv, mpv);
                }
            }
        }

        return null;
    }

    private async Task Set(long typeId, long nameId, long mtvId, long mpvId)
    {
        await Place(typeId, nameId, mtvId, mpvId);
        await AuditChanged(1, "p.type_id = @typeId AND p.name_id = @nameId", new { typeId, nameId });
    }

    private Task Place(long typeId, long nameId, long mtvId, long mpvId) =>
        session.Execute(
            """
            INSERT INTO pair (type_id, name_id, mtv_id, mpv_id) VALUES (@typeId, @nameId, @mtvId, @mpvId)
            ON CONFLICT (type_id, name_id) DO UPDATE SET mtv_id = excluded.mtv_id, mpv_id = excluded.mpv_id
            """,
            new { typeId, nameId, mtvId, mpvId });

    private async Task Remove(long typeId, long nameId, PairRow? current)
    {
        if (current is null)
        {
            return;
        }

        var before = await Describe(typeId, nameId);
        await session.Execute("DELETE FROM pair WHERE type_id = @typeId AND name_id = @nameId", new { typeId, nameId });
        await session.Audit(EventKind.PairRemoved, $"{before.Type}/{before.Parameters}", new { before.Type, before.TypeVersion, before.Parameters, parametersVersion = $"{before.Major}.{before.Minor}" });
    }

    // One statement for all: a type with a hundred pairs would cost three hundred otherwise. Names and versions have no
    // character that JSON writes in another way.
    private async Task AuditChanged(int count, string which, object args)
    {
        if (count == 0)
        {
            return;
        }

        var all = new DynamicParameters(args);
        all.AddDynamicParams(new { first = session.NewIds(count), kind = EventKind.PairChanged.Text, session.Now, session.Actor });
        await session.Execute(
            $$"""
            INSERT INTO event (id, time, actor, kind, subject, data)
            SELECT @first - 1 + ROW_NUMBER() OVER (ORDER BY t.name, n.name), @Now, @Actor, @kind, t.name || '/' || n.name,
                   '{"type":"' || t.name || '","typeVersion":"' || m.version || '","parameters":"' || n.name || '","parametersVersion":"' || v.major || '.' || v.minor || '"}'
            FROM pair p {{PairNamesRow.Joins}} WHERE {{which}}
            """,
            all);
    }

    private async Task<PairNamesRow> Describe(long typeId, long nameId) =>
        (await session.First<PairNamesRow>(
            $"{PairNamesRow.Query} WHERE p.type_id = @typeId AND p.name_id = @nameId",
            new { typeId, nameId }))!;
}
