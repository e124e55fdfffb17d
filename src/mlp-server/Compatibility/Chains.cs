using Mlp.Server.Database;

namespace Mlp.Server.Compatibility;

/// <summary>Who inherits from whom.</summary>
internal sealed class Chains(Session session)
{
    private readonly Dictionary<long, ChainRow> _known = [];

    /// <summary>Places a new version behind the one it inherits from; answers its chain.</summary>
    /// <param name="passesOn">False for versions that nobody inherits from: they never stand in the way of the next one.</param>
    public async Task<long> Join(long versionId, Link? parent, bool passesOn)
    {
        if (parent is { } previous && passesOn && (await Get(previous.Chain)).LastId == previous.VersionId)
        {
            await session.Execute("UPDATE chain SET last_id = @versionId WHERE id = @Chain", new { versionId, previous.Chain });
            _known.Remove(previous.Chain);
            return previous.Chain;
        }

        var id = session.NewId();
        await session.Execute(
            "INSERT INTO chain (id, fork_of, fork_chain, first_id, last_id) VALUES (@id, @forkOf, @forkChain, @versionId, @versionId)",
            new { id, forkOf = parent?.VersionId, forkChain = parent?.Chain, versionId });
        return id;
    }

    public async Task<ChainRow> Get(long id)
    {
        if (!_known.TryGetValue(id, out var chain))
        {
            chain = await session.First<ChainRow>("SELECT id, fork_of, fork_chain, first_id, last_id FROM chain WHERE id = @id", new { id })
                ?? throw new InvalidOperationException($"chain {id} is missing");
            _known.Add(id, chain);
        }

        return chain;
    }

    /// <summary>
    /// Whether what happened to the event's version is in force for this version: they are the same, or this one inherits,
    /// through versions that did not exist when it happened.
    /// </summary>
    public async ValueTask<bool> Inherits(Link version, LinkSide side, long eventId)
    {
        while (version.Chain != side.Chain)
        {
            var chain = await Get(version.Chain);
            if (chain.ForkOf is not { } forkOf || chain.FirstId < eventId)
            {
                return false;
            }

            version = new(forkOf, chain.ForkChain!.Value);
        }

        return version.VersionId == side.VersionId || (version.VersionId > side.VersionId && side.WasLast);
    }
}
