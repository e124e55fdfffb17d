using Mlp.Cli.Discovery;
using Mlp.Wire;

namespace Mlp.Cli.Releases;

/// <summary>A model, and the code project that brings it.</summary>
/// <param name="Project">The csproj, from the repository's top.</param>
/// <param name="Model">What its assembly says.</param>
internal sealed record ProjectModel(string Project, DiscoveredModel Model)
{
    public ReleasedModel ToWire() => new(
        Model.Name, Model.Class, Model.Standalone, Model.Description, Model.Metadata, Model.Input, Model.Output, Model.Assembly);
}
