using Mlp.Wire;

namespace Mlp.Cli.Releases;

/// <summary>What registering came to.</summary>
internal sealed record RegisteredRelease(Release Release, IReadOnlyList<RegisteredModel> Models)
{
    public static RegisteredRelease Unchanged(Release release) =>
        new(release, [.. release.Models.Select(model => new RegisteredModel(model.Name, release.Version, "unchanged"))]);
}
