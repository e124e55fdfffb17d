namespace Mlp.Server.Search;

/// <summary>A find.</summary>
internal sealed record SearchRow
{
    public long Id { get; init; }

    public string Kind { get; init; } = "";

    public string Name { get; init; } = "";

    public string? Version { get; init; }

    public string? Description { get; init; }
}
