using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Building;

/// <summary>
/// Which code projects of a release project hold models. Before a build there are candidates: those that <c>mlp.json</c> names, else those
/// that may declare a model. After it, their assemblies tell.
/// </summary>
internal sealed class ModelProjects(ReleaseProject project, Evaluations evaluations)
{
    // The packages of mlp that bring the attribute.
    private static readonly string[] Bringers = ["Mlp.Models", "Mlp.Models.Dense", "Mlp.Client", "Mlp.Training"];

    /// <summary>The projects that have to be built to know.</summary>
    public IReadOnlyList<CodeProject> Candidates()
    {
        var candidates = project.NamedProjects.Count > 0 ? Named() : Found();
        return candidates.FirstOrDefault(candidate => candidate.TargetFramework is null) is { } outdated
            ? throw BuildingErrors.NoLoadableFramework(outdated.File, outdated.TargetFrameworks)
            : candidates;
    }

    /// <summary>The candidates with models, now that they are built.</summary>
    /// <param name="candidates">What was built.</param>
    /// <param name="folderOf">Where the closure of each lies.</param>
    public IReadOnlyList<ModelProject> AmongBuilt(IReadOnlyList<CodeProject> candidates, Func<CodeProject, string> folderOf)
    {
        var roots = candidates.Select(candidate => Root(candidate, candidates, folderOf(candidate))).Where(root => root.Assemblies.Count > 0).ToList();
        if (roots.Count == 0)
        {
            throw WorkspaceErrors.NoModels(project.Folder, candidates.Select(candidate => Path.GetFileName(candidate.File)));
        }

        return project.NamedProjects.Count == 0 || roots.Count == candidates.Count
            ? roots
            : throw WorkspaceErrors.NamedWithoutModels(project.File!, candidates.First(candidate => roots.All(root => root.Root != candidate)).File);
    }

    /// <summary>The same for the Release builds in the projects' own folders.</summary>
    public IReadOnlyList<ModelProject> AmongBuilt(IReadOnlyList<CodeProject> candidates) =>
        AmongBuilt(candidates, candidate => Path.GetDirectoryName(candidate.TargetPath)!);

    // A project that was named stands for those that it references as well, unless they are named, too.
    private ModelProject Root(CodeProject candidate, IReadOnlyList<CodeProject> candidates, string folder)
    {
        var closure = evaluations.Closure(candidate.File);
        var speaking = project.NamedProjects.Count == 0 ? [candidate] : closure.Where(member => member == candidate || !candidates.Contains(member));
        return new(candidate, closure, [.. speaking.Select(member => member.AssemblyName).Where(name => ModelMark.IsOn(Path.Combine(folder, name + ".dll")))]);
    }

    private List<CodeProject> Named()
    {
        foreach (var (written, file) in project.Settings.Projects.Zip(project.NamedProjects).Where(named => !project.CodeProjects.Contains(named.Second)))
        {
            throw File.Exists(file)
                ? WorkspaceErrors.CodeProjectElsewhere(project.File!, written)
                : WorkspaceErrors.NoSuchCodeProject(project.File!, written, NearName.Of(written, project.CodeProjects.Select(Relative)));
        }

        return [.. project.NamedProjects.Distinct(StringComparer.Ordinal).Select(evaluations.Get)];
    }

    private List<CodeProject> Found()
    {
        var able = project.CodeProjects.Select(evaluations.Get).Where(candidate => !candidate.IsTest && HasTheAttribute(candidate)).ToList();
        var likely = able.Where(MentionsModels).ToList();
        return likely.Count > 0 ? likely
            : able.Count > 0 ? able
            : throw WorkspaceErrors.NoModelProject(project.Folder);
    }

    private bool HasTheAttribute(CodeProject candidate) => candidate.AssemblyName != "Mlp.Models" && evaluations.Closure(candidate.File)
        .Any(member => member.AssemblyName == "Mlp.Models" || member.Packages.Any(package => Bringers.Contains(package, StringComparer.OrdinalIgnoreCase)));

    // A trainer, a consumer or an example of the same repository is not built only to see that it declares nothing. Source that a generator
    // writes is not seen here: where nothing else mentions the attribute, all are built; otherwise mlp.json names such a project.
    private static bool MentionsModels(CodeProject candidate) => SourceFolder.Entries([candidate])
        .Select(entry => entry.FullName).Where(file => file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        .Concat(candidate.Imports).Concat(candidate.OutsideFiles).Append(candidate.File)
        .Any(file => File.Exists(file) && File.ReadAllText(file).Contains("MlpModel", StringComparison.Ordinal));

    private string Relative(string file) => Path.GetRelativePath(project.Folder, file).Replace('\\', '/');
}
