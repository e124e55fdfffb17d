namespace Mlp.Server.Compatibility;

/// <summary>An exception to inheritance: from here on, this pair of versions is linked, or is not.</summary>
internal sealed record LinkEventRow
{
    public long Id { get; init; }

    public long TypeId { get; init; }

    public long MtvId { get; init; }

    public long MtvMajor { get; init; }

    public long MtvChain { get; init; }

    public long MtvWasLast { get; init; }

    public long MpvId { get; init; }

    public long MpvMajor { get; init; }

    public long MpvChain { get; init; }

    public long MpvWasLast { get; init; }

    public long Linked { get; init; }

    public long Manual { get; init; }

    public string Actor { get; init; } = "";

    public long Time { get; init; }

    public string? Reason { get; init; }

    public LinkSide MtvSide => new(MtvId, MtvChain, MtvWasLast != 0);

    public LinkSide MpvSide => new(MpvId, MpvChain, MpvWasLast != 0);
}

/// <summary>One end of a link event: the version, its chain, and whether it was then the chain's last.</summary>
internal readonly record struct LinkSide(long VersionId, long Chain, bool WasLast);

/// <summary>A version, as far as inheritance is concerned.</summary>
internal readonly record struct Link(long VersionId, long Chain);
