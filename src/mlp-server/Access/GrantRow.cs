using Mlp.Wire;

namespace Mlp.Server.Access;

internal sealed record GrantRow
{
    public string Kind { get; init; } = "";

    public string Name { get; init; } = "";

    public string Project { get; init; } = "";

    public Grant ToWire() => new(Kind, Name, Project);
}
