using Mlp.Server.Database;
using Mlp.Server.Parameters;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Compatibility;

/// <summary>Lists links page by page; none is stored, so each page computes its own.</summary>
internal sealed class LinkListing(Session session, LinkFilter filter)
{
    private readonly Chains _chains = new(session);

    public async Task<Page<CompatibilityLink>> Read(int limit, LinkCursor? after)
    {
        var links = new List<CompatibilityLink>();
        await foreach (var link in All(after))
        {
            if (links.Count == limit)
            {
                return new(links, LinkCursor.Of(links[^1]).ToString());
            }

            links.Add(link);
        }

        return new(links, null);
    }

    private async IAsyncEnumerable<CompatibilityLink> All(LinkCursor? after)
    {
        foreach (var names in await NamesWithLinks(after))
        {
            var resumed = after is not null && after.Type == names.Type && after.Parameters == names.Parameters ? after : null;
            await foreach (var link in Between(names, resumed))
            {
                yield return link;
            }
        }
    }

    private async Task<IReadOnlyList<LinkedNamesRow>> NamesWithLinks(LinkCursor? after)
    {
        var typeId = filter.Type is null ? (long?)null : (await ModelTypes.Find(session, filter.Type)).Id;
        _ = filter.TypeVersion is null ? null : await ModelTypes.FindVersion(session, filter.Type!, filter.TypeVersion.ToString());
        var nameId = filter.Parameters is null ? (long?)null : (await ParametersNames.Find(session, filter.Parameters)).Id;
        _ = filter.ParametersVersion is null ? null : await ParametersNames.FindVersion(session, filter.Parameters!, filter.ParametersVersion.ToString());
        return await session.Query<LinkedNamesRow>(
            """
            SELECT DISTINCT e.type_id, t.name AS type, e.name_id, n.name AS parameters
            FROM link_event e JOIN model_type t ON t.id = e.type_id JOIN parameters n ON n.id = e.name_id
            WHERE (@typeId IS NULL OR e.type_id = @typeId) AND (@nameId IS NULL OR e.name_id = @nameId) AND (t.name, n.name) >= (@type, @parameters)
            ORDER BY t.name, n.name
            """,
            new { typeId, nameId, type = after?.Type ?? "", parameters = after?.Parameters ?? "" });
    }

    private async IAsyncEnumerable<CompatibilityLink> Between(LinkedNamesRow names, LinkCursor? after)
    {
        var links = await Links.Between(names.TypeId, names.NameId, session, _chains);
        foreach (var major in links.MtvMajors.Where(major => after is null || major <= after.TypeVersion.Major))
        {
            var resumesHere = after is not null && major == after.TypeVersion.Major;
            await foreach (var mtv in Versions.MtvsDown(session, names.TypeId, major, resumesHere ? after!.TypeVersion.SortKey + "!" : null))
            {
                if (filter.TypeVersion is null || mtv.SortKey == filter.TypeVersion.SortKey)
                {
                    await foreach (var link in Of(names, links, mtv, after is not null && mtv.SortKey == after.TypeVersion.SortKey ? after.ParametersVersion : null))
                    {
                        yield return link;
                    }
                }
            }
        }
    }

    private async IAsyncEnumerable<CompatibilityLink> Of(LinkedNamesRow names, Links links, MtvKeyRow mtv, ParametersVersion? below)
    {
        foreach (var major in links.MpvMajorsFor(mtv.Major).Where(major => below is null || major <= below.Major))
        {
            var minor = below is not null && below.Major == major ? below.Minor : long.MaxValue;
            await foreach (var mpv in Candidates(names.NameId, major, minor))
            {
                if (await links.Deciding(mtv.Link, mpv.Link) is { Linked: 1 } deciding)
                {
                    yield return new(names.Type, mtv.Version, names.Parameters, mpv.Version.ToString(), await Origins.Of(session, _chains, mtv, mpv, deciding));
                }
            }
        }
    }

    private async IAsyncEnumerable<MpvKeyRow> Candidates(long nameId, long major, long below)
    {
        if (filter.ParametersVersion is { } only)
        {
            if (only.Major == major && only.Minor < below && await Versions.Mpv(session, nameId, only) is { } one)
            {
                yield return one;
            }

            yield break;
        }

        await foreach (var mpv in Versions.MpvsDown(session, nameId, major, below))
        {
            yield return mpv;
        }
    }
}
