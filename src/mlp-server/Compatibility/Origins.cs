using Mlp.Server.Database;
using Mlp.Wire;

namespace Mlp.Server.Compatibility;

/// <summary>Where a link comes from, computed when asked.</summary>
internal static class Origins
{
    public static async Task<LinkOrigin> Of(Session session, Chains chains, MtvKeyRow mtv, MpvKeyRow mpv, LinkEventRow deciding)
    {
        if ((deciding.MtvId, deciding.MpvId) == (mtv.Id, mpv.Id) && deciding.Manual != 0)
        {
            return new("manual", By: deciding.Actor, At: deciding.Time.ToTime(), Reason: deciding.Reason);
        }

        if (mpv.MtvId == mtv.Id)
        {
            return new("published");
        }

        // The younger one inherited it, when it was created.
        return mtv.Id > mpv.Id
            ? new("inherited", FromTypeVersion: await TypeVersionBefore(session, chains, mtv.Link))
            : new("inherited", FromParametersVersion: await ParametersVersionBefore(session, chains, mpv.Link));
    }

    private static async Task<string?> TypeVersionBefore(Session session, Chains chains, Link mtv)
    {
        var id = (await chains.Get(mtv.Chain)) is { } chain && chain.FirstId == mtv.VersionId
            ? chain.ForkOf
            : await session.First<long>("SELECT MAX(id) FROM mtv WHERE chain_id = @Chain AND id < @VersionId", new { mtv.Chain, mtv.VersionId });
        return (await Versions.MtvById(session, id!.Value))?.Version;
    }

    private static async Task<string?> ParametersVersionBefore(Session session, Chains chains, Link mpv)
    {
        var id = (await chains.Get(mpv.Chain)) is { } chain && chain.FirstId == mpv.VersionId
            ? chain.ForkOf
            : await session.First<long>("SELECT MAX(id) FROM mpv WHERE chain_id = @Chain AND id < @VersionId", new { mpv.Chain, mpv.VersionId });
        return (await Versions.MpvById(session, id!.Value))?.Version.ToString();
    }
}
