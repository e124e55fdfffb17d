using Mlp.Cli.Building;
using Mlp.Cli.Output;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Releases;

/// <summary>The models of a project as its folders hold them: what is not built, or not as the sources are, is built first.</summary>
internal sealed class BuiltModels(EnvironmentSettings environment, Terminal terminal)
{
    public async Task<FoundModels> Find(Workspace workspace, ReleaseProject project, Ct ct)
    {
        using var evaluations = new Evaluations(DotnetSdk.Find(project.Folder), environment.BuildVariables);
        var projects = new ModelProjects(project, evaluations);
        var candidates = projects.Candidates();
        await Refresh(BuildMark.Outdated(candidates, evaluations), evaluations, ct);
        return ModelSearch.Find(
            workspace, project, projects.AmongBuilt(candidates).Select(code => (code, code.OutputFolder)), code => PackageAssemblies.Of(code.Root.IntermediateFolder));
    }

    private async Task Refresh(IReadOnlyList<CodeProject> outdated, Evaluations evaluations, Ct ct)
    {
        if (outdated.Count > 0)
        {
            var names = string.Join(", ", outdated.Select(project => project.AssemblyName));
            terminal.Note($"building {names}");
            using var work = terminal.Work("building", TimeProvider.System);
            await new ProjectBuild(evaluations, work.Line).Refresh(outdated, ct);
        }
    }
}
