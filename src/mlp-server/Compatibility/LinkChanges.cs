using Mlp.Server.Database;
using Mlp.Wire;

namespace Mlp.Server.Compatibility;

/// <summary>Everything that makes or unmakes a link.</summary>
internal sealed class LinkChanges(Session session)
{
    private readonly Chains _chains = new(session);

    public Chains Chains => _chains;

    /// <summary>A parameters version was published from a model type version: they are linked, inherited or not. Answers the links as they are then.</summary>
    public async Task<Links> Published(MtvKeyRow mtv, MpvKeyRow mpv)
    {
        var links = await Links.Between(mtv.TypeId, mpv.NameId, session, _chains);
        if (await links.Exists(mtv.Link, mpv.Link))
        {
            return links;
        }

        await Append(mtv, mpv, linked: true, manual: false, reason: null);
        return await Links.Between(mtv.TypeId, mpv.NameId, session, _chains);
    }

    /// <summary>Adds or removes a link by hand.</summary>
    public async Task<ChangedLink> ByHand(MtvKeyRow mtv, MpvKeyRow mpv, bool linked, string? reason)
    {
        var links = await Links.Between(mtv.TypeId, mpv.NameId, session, _chains);
        if (await links.Exists(mtv.Link, mpv.Link) == linked)
        {
            return new("unchanged");
        }

        await Append(mtv, mpv, linked, manual: true, reason);
        await new Pairs(session, _chains).Recompute(mtv.TypeId, mpv.NameId);
        return new(linked ? "added" : "removed");
    }

    private async Task Append(MtvKeyRow mtv, MpvKeyRow mpv, bool linked, bool manual, string? reason)
    {
        var mtvWasLast = (await _chains.Get(mtv.ChainId)).LastId == mtv.Id;
        var mpvWasLast = (await _chains.Get(mpv.ChainId)).LastId == mpv.Id;
        await session.Execute(
            """
            INSERT INTO link_event (id, type_id, name_id, mtv_id, mtv_major, mtv_chain, mtv_was_last, mpv_id, mpv_major, mpv_chain, mpv_was_last, linked, manual, actor, time, reason)
            VALUES (@id, @TypeId, @NameId, @mtvId, @mtvMajor, @mtvChain, @mtvLast, @mpvId, @mpvMajor, @mpvChain, @mpvLast, @linked, @manual, @Actor, @Now, @reason)
            """,
            new
            {
                id = session.NewId(),
                mtv.TypeId,
                mpv.NameId,
                mtvId = mtv.Id,
                mtvMajor = mtv.Major,
                mtvChain = mtv.ChainId,
                mtvLast = mtvWasLast ? 1 : 0,
                mpvId = mpv.Id,
                mpvMajor = mpv.Major,
                mpvChain = mpv.ChainId,
                mpvLast = mpvWasLast ? 1 : 0,
                linked = linked ? 1 : 0,
                manual = manual ? 1 : 0,
                session.Actor,
                session.Now,
                reason,
            });
    }
}
