namespace Mlp.Server.Compatibility;

/// <summary>The latest model of a type and a parameters name, with what its two versions compare by.</summary>
internal sealed record PairRow
{
    public long TypeId { get; init; }

    public long NameId { get; init; }

    public long MtvId { get; init; }

    public long MtvChain { get; init; }

    public string SortKey { get; init; } = "";

    public long MpvId { get; init; }

    public long Major { get; init; }

    public long Minor { get; init; }

    public ParametersVersion Parameters => new((int)Major, (int)Minor);
}
