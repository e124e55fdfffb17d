namespace Mlp.Server.Compatibility;

/// <summary>A model type version, as far as compatibility needs it.</summary>
internal sealed record MtvKeyRow
{
    public long Id { get; init; }

    public long TypeId { get; init; }

    public string Version { get; init; } = "";

    public long Major { get; init; }

    public string SortKey { get; init; } = "";

    public long Prerelease { get; init; }

    public long ChainId { get; init; }

    public long? DeprecatedAt { get; init; }

    public string? DeprecatedReason { get; init; }

    public bool CountsForPairs => Prerelease == 0 && DeprecatedAt is null;

    public Link Link => new(Id, ChainId);
}
