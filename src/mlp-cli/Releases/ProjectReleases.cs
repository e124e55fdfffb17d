using System.Net;
using Mlp.Wire;

namespace Mlp.Cli.Releases;

/// <summary>The releases of a project, which the registry knows from the first of them on.</summary>
internal static class ProjectReleases
{
    public static async Task<IReadOnlyList<Release>> List(Client client, ProjectId project, string? tag, string? state, Ct ct)
    {
        try
        {
            return await client.Releases.ListAsync(project.Text, tag, state, ct).ToListAsync(ct);
        }
        catch (MlpException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return [];
        }
    }
}
