namespace Mlp.Server.Compatibility;

/// <summary>A type and a parameters name between which there are links.</summary>
internal sealed record LinkedNamesRow
{
    public long TypeId { get; init; }

    public string Type { get; init; } = "";

    public long NameId { get; init; }

    public string Parameters { get; init; } = "";
}
