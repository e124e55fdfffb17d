using Mlp.Wire;

namespace Mlp.Server.Types;

/// <summary>A model type as kept.</summary>
internal sealed record ModelTypeRow
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Project { get; init; } = "";

    public string? LatestVersion { get; init; }

    public string? Description { get; init; }

    public long Versions { get; init; }

    public ModelType ToWire(IReadOnlyList<string> grantedTo) => new(Name, Project, LatestVersion, Description, Versions, grantedTo);
}
