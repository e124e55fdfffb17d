namespace Mlp.Server.Compatibility;

/// <summary>A pair as people name it.</summary>
internal sealed record PairNamesRow
{
    public string Type { get; init; } = "";

    public string TypeVersion { get; init; } = "";

    public string Parameters { get; init; } = "";

    public long Major { get; init; }

    public long Minor { get; init; }
}
