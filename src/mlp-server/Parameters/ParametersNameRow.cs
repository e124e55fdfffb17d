using Mlp.Wire;

namespace Mlp.Server.Parameters;

/// <summary>A parameters name as kept.</summary>
internal sealed record ParametersNameRow
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Project { get; init; } = "";

    public long? LatestMajor { get; init; }

    public long? LatestMinor { get; init; }

    public long Versions { get; init; }

    public string? LatestVersion => LatestMajor is null ? null : $"{LatestMajor}.{LatestMinor}";

    public ParametersName ToWire(IReadOnlyList<string> grantedTo) => new(Name, Project, LatestVersion, Versions, grantedTo);
}
