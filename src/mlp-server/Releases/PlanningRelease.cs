using Mlp.Server.Compatibility;
using Mlp.Server.Database;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Releases;

/// <summary>What a release would come to: it is registered, looked at, and rolled back by who calls this, so that plan and deed follow the same rules.</summary>
internal sealed class PlanningRelease(Session session)
{
    private const int MostVersions = 1000;
    private readonly Chains _chains = new(session);

    public async Task<ReleasePlan> Plan(ReleaseRequest request)
    {
        var known = await Each(request, model => Known(model.Name));
        var before = await Each(request, model => PairsOf(model.Name));
        var opened = await OpeningRelease.Open(session, request);
        _ = await CompletingRelease.Complete(session, await ReleaseLedger.Find(session, opened.Release.Id), null);
        var models = new List<PlannedModel>();
        foreach (var (index, model) in opened.Release.Models.Index())
        {
            models.Add(await Describe(model, request.Version, isNew: !known[index], before[index]));
        }

        return new(opened.Outcome, request.Project.Text, request.Version.ToString(), models);
    }

    private static async Task<IReadOnlyList<T>> Each<T>(ReleaseRequest request, Func<ReleasedModel, Task<T>> ask)
    {
        var answers = new List<T>();
        foreach (var model in request.Wire.Models)
        {
            answers.Add(await ask(model));
        }

        return answers;
    }

    private async Task<bool> Known(string type) =>
        await session.First<long>("SELECT COUNT(*) FROM model_type WHERE name = @type AND versions > 0", new { type }) > 0;

    private async Task<IReadOnlyDictionary<string, PairVersions>> PairsOf(string type) =>
        (await session.Query<PairNamesRow>($"{PairNamesRow.Query} WHERE t.name = @type", new { type }))
        .ToDictionary(pair => pair.Parameters, pair => new PairVersions(pair.TypeVersion, $"{pair.Major}.{pair.Minor}"));

    private async Task<PlannedModel> Describe(ReleasedModel model, TypeVersion version, bool isNew, IReadOnlyDictionary<string, PairVersions> before)
    {
        var mtv = await ModelTypes.FindVersion(session, Input.Name(model.Name), version.ToString());
        var after = await PairsOf(model.Name);
        var names = await session.Query<LinkedNamesRow>(
            """
            SELECT DISTINCT e.type_id, n.id AS name_id, n.name AS parameters
            FROM link_event e JOIN parameters n ON n.id = e.name_id WHERE e.type_id = @TypeId ORDER BY n.name
            """,
            new { mtv.TypeId });
        var parameters = new List<PlannedParameters>();
        foreach (var name in names)
        {
            var (links, fits) = await Linked(mtv, name.NameId);
            if (links > 0 || before.ContainsKey(name.Parameters))
            {
                parameters.Add(new(name.Parameters, links, fits, before.GetValueOrDefault(name.Parameters), after.GetValueOrDefault(name.Parameters)));
            }
        }

        return new(model.Name, isNew, model.Standalone, await Parent(mtv), parameters);
    }

    private async Task<(int Links, string? Fits)> Linked(MtvKeyRow mtv, long nameId)
    {
        var links = await Links.Between(mtv.TypeId, nameId, session, _chains);
        var count = 0;
        foreach (var mpv in await Versions.AllMpvs(session, nameId, only: null, MostVersions))
        {
            count += await links.Exists(mtv.Link, mpv.Link) ? 1 : 0;
        }

        return (count, (await Pairs.BestFor(mtv, nameId, session, links))?.Version.ToString());
    }

    // The version before it on its chain, or that its chain forks from.
    private async Task<string?> Parent(MtvKeyRow mtv) =>
        await session.First<string>(
            """
            SELECT version FROM mtv WHERE id = COALESCE(
                (SELECT MAX(m.id) FROM mtv m WHERE m.chain_id = @ChainId AND m.id < @Id),
                (SELECT c.fork_of FROM chain c WHERE c.id = @ChainId))
            """,
            new { mtv.ChainId, mtv.Id });
}
