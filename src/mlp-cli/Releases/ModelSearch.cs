using Mlp.Cli.Building;
using Mlp.Cli.Discovery;
using Mlp.Cli.Output;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Releases;

/// <summary>Finds the models of a release project in what was built of it.</summary>
internal static class ModelSearch
{
    /// <param name="workspace">Names the projects.</param>
    /// <param name="project">Whose models they are.</param>
    /// <param name="built">Its code projects with models, each with the folder that holds its closure.</param>
    /// <param name="elsewhere">Where assemblies lie that such a folder lacks, by their simple names; none does where it is a published one.</param>
    public static FoundModels Find(
        Workspace workspace, ReleaseProject project, IEnumerable<(ModelProject Project, string Folder)> built, Func<ModelProject, IReadOnlyDictionary<string, string>>? elsewhere = null)
    {
        var (models, findings, notes) = (new List<ProjectModel>(), new List<Finding>(), new List<string>());
        foreach (var (code, folder) in built)
        {
            var result = ModelDiscovery.Read(new DirectoryInfo(folder), code.Assemblies.ToHashSet(StringComparer.Ordinal), elsewhere?.Invoke(code));
            var place = Path.GetRelativePath(workspace.Root, code.Root.File).Replace('\\', '/');
            models.AddRange(result.Models.Select(model => new ProjectModel(place, model)));
            findings.AddRange(result.Findings);
            notes.AddRange(result.Notes);
        }

        project.RequireMentionedModels([.. models.Select(model => model.Model.Name)]);
        var released = models.Where(model => project.Releases(model.Model.Name)).OrderBy(model => model.Model.Name, StringComparer.Ordinal).ToList();
        findings.AddRange(released.GroupBy(model => model.Model.Name, StringComparer.Ordinal)
            .Where(group => group.Select(model => model.Project).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(group => ReleaseErrors.SameNameInProjects(group.Key, [.. group.Select(model => model.Project)])));
        return new(released, findings, [.. notes.Distinct(StringComparer.Ordinal)]);
    }
}

/// <summary>The models of a release project, and what is wrong with others.</summary>
internal sealed record FoundModels(IReadOnlyList<ProjectModel> Models, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Notes)
{
    /// <summary>The models, where nothing speaks against releasing them.</summary>
    public IReadOnlyList<ProjectModel> Demand(Terminal terminal)
    {
        foreach (var note in Notes)
        {
            terminal.Detail(note);
        }

        foreach (var warning in Findings.Where(finding => finding.Severity == Severity.Warning))
        {
            terminal.Note($"{warning.Code}: {warning.Place}: {warning.Fact}; {warning.Remedy}");
        }

        var errors = Findings.Where(finding => finding.Severity == Severity.Error).ToList();
        return errors.Count > 0 ? throw ReleaseErrors.Findings(errors)
            : Models.Count > 0 ? Models
            : throw ReleaseErrors.NothingToRelease();
    }
}
