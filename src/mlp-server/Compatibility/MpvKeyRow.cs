namespace Mlp.Server.Compatibility;

/// <summary>A parameters version, as far as compatibility needs it.</summary>
internal sealed record MpvKeyRow
{
    public long Id { get; init; }

    public long NameId { get; init; }

    public long Major { get; init; }

    public long Minor { get; init; }

    public long ChainId { get; init; }

    public long MtvId { get; init; }

    public long? DeprecatedAt { get; init; }

    public string? DeprecatedReason { get; init; }

    public ParametersVersion Version => new((int)Major, (int)Minor);

    public Link Link => new(Id, ChainId);
}
