using Mlp.Cli.Git;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Releases;

/// <summary>The projects of a work tree and what they are called: all that a command asks git for that releases nothing.</summary>
internal sealed class ProjectsHere(GitRepository repository, Workspace workspace, CiRun? ci, Task<string?>? origin = null)
{
    public static async Task<ProjectsHere> Read(DirectoryInfo folder, EnvironmentSettings environment, Ct ct)
    {
        var repository = await GitRepository.Open(folder, environment, ct);
        var (files, origin) = (repository.Files(ct), repository.Origin(ct)); // Most projects are called by it.
        return new(repository, Workspace.Read(repository.Top.FullName, await files), ci: null, origin);
    }

    /// <summary>The one project that a command is about: named, or that of the folder.</summary>
    public ReleaseProject Project(string? project, string folder) => workspace.Choose(project, folder);

    public Task<ProjectId> IdOf(ReleaseProject project, Ct ct) =>
        ProjectIds.Of(repository, () => origin ?? repository.Origin(ct), project.Settings.Project?.Text, project.TagPrefix, ci, ct);
}
