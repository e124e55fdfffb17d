using Mlp.Server.Database;
using Mlp.Server.Parameters;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Compatibility;

/// <summary>Which versions are chosen for a type and a parameters name, and why every other one is not.</summary>
internal sealed class Choosing(Session session)
{
    private const int MostCandidates = 1000;
    private const string RuleForAll = "the highest model type version that has a link, with its highest parameters version; pre-releases and deprecated versions aside";
    private const string RuleForOne = "for the model type version that was asked for, the highest parameters version linked to it; deprecated ones aside";
    private const string RuleForBoth = "both versions were asked for: they fit if they are linked";

    private readonly Chains _chains = new(session);
    private readonly List<WhyCandidate> _candidates = [];

    public async Task<Why> Explain(Name type, Name parameters, TypeVersion? typeVersion, ParametersVersion? parametersVersion)
    {
        var (modelType, name) = (await ModelTypes.Find(session, type), await ParametersNames.Find(session, parameters));
        var links = await Links.Between(modelType.Id, name.Id, session, _chains);
        var mtvs = await Mtvs(type, modelType.Id, typeVersion);
        (MtvKeyRow Mtv, MpvKeyRow Mpv)? chosen = null;
        foreach (var mtv in mtvs)
        {
            chosen ??= await Consider(mtv, name.Id, links, parametersVersion, isAskedFor: typeVersion is not null);
            if (chosen is { } found && found.Mtv != mtv)
            {
                Reject(mtv.Version, null, mtv.CountsForPairs ? $"lower than {found.Mtv.Version}" : Aside(mtv));
            }
        }

        return new(
            chosen is { } pair ? await PairListing.Describe(session, pair.Mtv.Id, pair.Mpv.Id) : null,
            parametersVersion is not null && typeVersion is not null ? RuleForBoth : typeVersion is not null ? RuleForOne : RuleForAll,
            chosen is null ? $"publish '{parameters}' from a version of '{type}', or add a link between two versions by hand" : null,
            [.. _candidates.Take(MostCandidates)],
            _candidates.Count > MostCandidates);
    }

    private async Task<IReadOnlyList<MtvKeyRow>> Mtvs(Name type, long typeId, TypeVersion? only) => only is null
        ? await Versions.AllMtvs(session, typeId, MostCandidates)
        : [await ModelTypes.FindVersion(session, type, only.ToString())];

    private async Task<(MtvKeyRow, MpvKeyRow)?> Consider(MtvKeyRow mtv, long nameId, Links links, ParametersVersion? only, bool isAskedFor)
    {
        if (!isAskedFor && !mtv.CountsForPairs)
        {
            Reject(mtv.Version, null, Aside(mtv));
            return null;
        }

        (MtvKeyRow, MpvKeyRow)? chosen = null;
        foreach (var mpv in await Versions.AllMpvs(session, nameId, only, MostCandidates))
        {
            if (await IsChosen(mtv, mpv, links, isChosenAlready: chosen is not null, isAskedFor: only is not null))
            {
                chosen = (mtv, mpv);
            }
        }

        return chosen;
    }

    private async Task<bool> IsChosen(MtvKeyRow mtv, MpvKeyRow mpv, Links links, bool isChosenAlready, bool isAskedFor)
    {
        var deciding = await links.Deciding(mtv.Link, mpv.Link);
        var version = mpv.Version.ToString();
        if (deciding is not { Linked: 1 })
        {
            Reject(mtv.Version, version, deciding is null ? "not linked: neither published from it, nor inherited, nor added by hand" : $"the link was removed by {deciding.Actor}");
            return false;
        }

        var origin = await Origins.Of(session, _chains, mtv, mpv, deciding);
        if (isChosenAlready || (mpv.DeprecatedAt is not null && !isAskedFor))
        {
            Reject(mtv.Version, version, mpv.DeprecatedAt is null ? "linked, but lower than the chosen one" : $"deprecated: {mpv.DeprecatedReason}", origin);
            return false;
        }

        _candidates.Add(new(mtv.Version, version, "chosen", "linked, and the highest that counts", origin));
        return true;
    }

    private static string Aside(MtvKeyRow mtv) => mtv.DeprecatedAt is null ? "a pre-release, not asked for" : $"deprecated: {mtv.DeprecatedReason}";

    private void Reject(string typeVersion, string? parametersVersion, string reason, LinkOrigin? origin = null) =>
        _candidates.Add(new(typeVersion, parametersVersion, "rejected", reason, origin));
}
