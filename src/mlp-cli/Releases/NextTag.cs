using Mlp.Cli.Workspaces;
using Mlp.Wire;

namespace Mlp.Cli.Releases;

/// <summary>Which tag a project would get next, where nobody says.</summary>
internal static class NextTag
{
    private const string First = "1.0.0";

    /// <summary>One minor version above what is registered; pre-releases aside.</summary>
    public static async Task<string> Of(Client client, ReleaseProject project, ProjectId id, Ct ct)
    {
        TypeVersion? highest = null;
        foreach (var release in await ProjectReleases.List(client, id, tag: null, ReleaseState.Registered, ct))
        {
            var version = TypeVersion.Parse(release.Version);
            highest = version.IsPrerelease || (highest is not null && highest > version) ? highest : version;
        }

        return $"{(project.TagPrefix.Length == 0 ? "v" : project.TagPrefix)}{(highest is null ? First : $"{highest.Major}.{highest.Minor + 1}.0")}";
    }
}
