using Mlp.Cli.Building;
using Mlp.Cli.Output;
using Mlp.Cli.Packages;
using Mlp.Wire;

namespace Mlp.Cli.Releases;

/// <summary>From a commit to packages and a bundle.</summary>
internal sealed class ReleaseBuilding(EnvironmentSettings environment, Terminal terminal)
{
    private const string Runtime = "dotnet";

    /// <param name="target">What is built.</param>
    /// <param name="inherit">Whether the new versions are to inherit compatibility.</param>
    /// <param name="folder">An empty folder for what is made.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<PreparedRelease> Run(ReleaseTarget target, bool inherit, string folder, Ct ct)
    {
        using var evaluations = Evaluations(target);
        var built = await Build(target, evaluations, folder, ct);
        var models = Models(target, built).Demand(terminal);
        var code = target.IsDirty ? null : await Code(target, built, evaluations.Sdk, ct);
        terminal.Note($"packing the bundle of {Written.Count(models.Count, "model")}");
        using var work = terminal.Work("packing the bundle", TimeProvider.System);
        var bundle = await BundlePacking.Pack([.. built.Projects.Select(project => Closure(target, project, models))], Path.Combine(folder, "bundle"), ct);
        return new(Request(target, built, models, inherit, code), code, built.Packages, bundle);
    }

    /// <summary>Builds to see what there is, good or bad.</summary>
    public async Task<LookedAt> Look(ReleaseTarget target, string folder, Ct ct)
    {
        using var evaluations = Evaluations(target);
        var built = await Build(target, evaluations, folder, ct);
        var models = Models(target, built);

        // That a name is there twice is found here, and need not be found by the registry again.
        var named = models.Models.DistinctBy(model => model.Model.Name).ToList();
        return new(Request(target, built, named, inherit: null, code: null), built.Packages, models);
    }

    private Evaluations Evaluations(ReleaseTarget target) => new(DotnetSdk.Find(target.Project.Folder), environment.BuildVariables);

    private async Task<BuiltRelease> Build(ReleaseTarget target, Evaluations evaluations, string folder, Ct ct)
    {
        var projects = new ModelProjects(target.Project, evaluations);
        var stamp = new ReleaseStamp(target.Version, target.Commit.Id, target.Commit.Time, RepositoryUrl(target));
        terminal.Note($"building {target.Version} from {Written.Commit(target.Commit.Id)}");
        using var work = terminal.Work($"building {target.Version}", TimeProvider.System);
        return await new ProjectBuild(evaluations, work.Line).Release(projects, projects.Candidates(), stamp, folder, ct);
    }

    private static FoundModels Models(ReleaseTarget target, BuiltRelease built) =>
        ModelSearch.Find(target.Workspace, target.Project, built.Projects.Select(project => (project.Project, project.Folder)));

    private static OpenRelease Request(ReleaseTarget target, BuiltRelease built, IReadOnlyList<ProjectModel> models, bool? inherit, Digest? code) => new(
        target.Id.Text,
        Runtime,
        target.IsDirty ? $"{target.Project.TagPrefix}{target.Version}" : target.Tag,
        target.Commit.Id,
        target.Commit.Tree,
        [.. built.Packages.Select(package => new PackageIdentity(package.Id, package.Version))],
        [.. models.Select(model => model.ToWire())],
        inherit,
        code?.Text,
        target.Commit.Time);

    private static ModelClosure Closure(ReleaseTarget target, PublishedProject published, IReadOnlyList<ProjectModel> models)
    {
        var place = Path.GetRelativePath(target.Workspace.Root, published.Project.Root.File).Replace('\\', '/');
        return new(
            published.Project.Root.AssemblyName,
            published.Folder,
            [.. models.Where(model => model.Project == place).Select(model => new ClosureModel(model.Model.Name, model.Model.Class, Path.GetFileNameWithoutExtension(model.Model.Assembly)))]);
    }

    private static async Task<Digest?> Code(ReleaseTarget target, BuiltRelease built, DotnetSdk sdk, Ct ct)
    {
        var tree = await target.Repository.TreeAt(target.Commit, ct);
        return await CodeDigest.Of(
            target.Workspace.Root, target.Project, [.. built.Projects.Select(project => project.Project)], sdk,
            (paths, _) => Task.FromResult<IReadOnlyDictionary<string, string>>(
                paths.Select(path => (Path: path, Id: tree.IdOf(path))).Where(entry => entry.Id is not null).ToDictionary(entry => entry.Path, entry => entry.Id!)),
            ct);
    }

    // The id is the address without what only this machine knows: user, password, port of ssh.
    private static string? RepositoryUrl(ReleaseTarget target) => target.Id.IsLocal ? null : $"https://{target.Id.Text.Split('#')[0]}";
}

/// <summary>What a build showed of a release that is not made.</summary>
internal sealed record LookedAt(OpenRelease Request, IReadOnlyList<BuiltPackage> Packages, FoundModels Models);
