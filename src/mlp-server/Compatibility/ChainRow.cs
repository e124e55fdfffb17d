namespace Mlp.Server.Compatibility;

/// <summary>A run of versions, each inheriting from the one before, in the order of their ids.</summary>
internal sealed record ChainRow
{
    public long Id { get; init; }

    /// <summary>The version (of another chain) that the first one inherited from.</summary>
    public long? ForkOf { get; init; }

    public long? ForkChain { get; init; }

    public long FirstId { get; init; }

    public long LastId { get; init; }
}
