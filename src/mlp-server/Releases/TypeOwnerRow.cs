namespace Mlp.Server.Releases;

/// <summary>A model type and whose it is.</summary>
internal sealed record TypeOwnerRow
{
    public long Id { get; init; }

    public string Owner { get; init; } = "";
}
