using Mlp.Cli.Git;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Releases;

/// <summary>Finds out what a command is to release, from what is checked out and what the command was told.</summary>
internal sealed class ReleaseTargets
{
    private readonly GitRepository _repository;
    private readonly Workspace _workspace;
    private readonly CiRun? _ci;
    private readonly GitTags _tags;
    private readonly Commit _head;
    private readonly IReadOnlyList<Change> _changes;

    private ReleaseTargets(GitRepository repository, Workspace workspace, CiRun? ci, GitTags tags, Commit head, IReadOnlyList<Change> changes) =>
        (_repository, _workspace, _ci, _tags, _head, _changes) = (repository, workspace, ci, tags, head, changes);

    public ProjectsHere Here => new(_repository, _workspace, _ci);

    public Commit Head => _head;

    public GitTags Tags => _tags;

    public Workspace Workspace => _workspace;

    public IReadOnlyList<Change> Changes => _changes;

    public static async Task<ReleaseTargets> Read(DirectoryInfo folder, EnvironmentSettings environment, Ct ct)
    {
        var repository = await GitRepository.Open(folder, environment, ct);
        var (readHead, readTags, readFiles, readChanges) = (repository.Head(ct), repository.Tags(ct), repository.Files(ct), repository.Changes(ct));
        var (head, tags) = (await readHead, await readTags);
        var ci = environment.Ci?.SpeakingOf(repository.Top);
        ci?.Confirm(head, tags);
        var workspace = Workspace.Read(repository.Top.FullName, await readFiles);
        return new(repository, workspace, ci, tags, head, await readChanges);
    }

    /// <summary>What the tags of HEAD name: one project, or several where they have prefixes of their own.</summary>
    /// <param name="tag">The one tag that is meant, if any.</param>
    /// <param name="project">The one project that is meant, if any: a folder, an mlp.json or a csproj.</param>
    /// <param name="allowDirty">Whether changes that no commit holds may be released.</param>
    /// <param name="folder">Where the command was started.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<ReleaseTarget>> Tagged(string? tag, string? project, bool allowDirty, string folder, Ct ct)
    {
        if (_changes.Count > 0 && !allowDirty)
        {
            throw GitErrors.Dirty(_changes);
        }

        var targets = new List<ReleaseTarget>();
        foreach (var each in Projects(tag, project, folder))
        {
            var tags = new VersionTags(_head, _tags, each.TagPrefix);
            targets.Add(await Target(each, tag is null ? tags.Highest(_ci) : tags.Named(tag), ct));
        }

        return targets;
    }

    /// <summary>What tagging HEAD would name.</summary>
    public async Task<ReleaseTarget> Planned(string tag, ReleaseProject project, Ct ct)
    {
        var planned = new VersionTags(_head, _tags, project.TagPrefix).Planned(tag);
        return new(_repository, _workspace, project, await IdOf(project, ct), _head, planned.Name, planned.Version, IsDirty: false);
    }

    /// <summary>The one project that a command is about: named, or the tag's, or that of the folder.</summary>
    public ReleaseProject Project(string? tag, string? project, string folder) =>
        project is null && tag is not null && _workspace.ByTag(tag) is { } byTag ? byTag : _workspace.Choose(project, folder);

    public Task<ProjectId> IdOf(ReleaseProject project, Ct ct) =>
        ProjectIds.Of(_repository, project.Settings.Project?.Text, project.TagPrefix, _ci, ct);

    /// <summary>The version tag of HEAD for a project; null where it has none.</summary>
    public string? TagOf(ReleaseProject project) =>
        HasVersion(project) ? new VersionTags(_head, _tags, project.TagPrefix).Highest(_ci).Name : null;

    private IReadOnlyList<ReleaseProject> Projects(string? tag, string? project, string folder)
    {
        if (project is not null)
        {
            return [_workspace.Choose(project, folder)];
        }

        if ((tag ?? _ci?.Tag) is { } named)
        {
            return [_workspace.ByTag(named) ?? _workspace.Choose(null, folder)];
        }

        // Inside of a project's folder that project is meant; above them, whichever has a tag here.
        var within = _workspace.Projects.Where(each => IsWithin(folder, each.Folder)).ToList();
        var tagged = (within.Count > 0 ? within : _workspace.Projects).Where(HasVersion).ToList();
        return tagged.Count > 0 ? tagged : [within.LastOrDefault() ?? _workspace.Projects[0]];
    }

    private bool HasVersion(ReleaseProject project) => _tags.At(_head).Any(tag => ReleaseTag.Version(tag, project.TagPrefix) is not null);

    private static bool IsWithin(string folder, string outer) =>
        folder == outer || folder.StartsWith(outer + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private async Task<ReleaseTarget> Target(ReleaseProject project, VersionTag tag, Ct ct)
    {
        var isDirty = _changes.Count > 0;
        var commit = isDirty ? _head with { Tree = await _repository.TreeOfWorkTree(ct) } : _head;
        return new(_repository, _workspace, project, await IdOf(project, ct), commit, tag.Name, isDirty ? DirtyVersion.Of(tag.Version) : tag.Version, isDirty);
    }
}
