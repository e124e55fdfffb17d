using System.CommandLine;
using Mlp.Cli.Git;
using Mlp.Cli.Output;
using Mlp.Cli.Releases;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp models</c>: what a release would register, as the assemblies say it.</summary>
internal static class ModelsCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "models", "Lists the models of the project, or of all projects of the repository, as their assemblies declare them; builds what is not built.", "mlp models", "mlp models --output json")
        {
            ReleaseOptions.Project,
        };
        command.SetAction((parsed, ct) => List(parsed, environment, ct));
        return command;
    }

    private static async Task<int> List(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        GlobalOptions.RefuseRegistry(parsed);
        var terminal = GlobalOptions.Terminal(parsed);
        var repository = await GitRepository.Open(new DirectoryInfo(environment.Folder), environment, ct);
        var workspace = Workspace.Read(repository.Top.FullName, await repository.Files(ct));
        var models = new List<ProjectModel>();
        foreach (var project in Projects(workspace, parsed.GetValue(ReleaseOptions.Project), environment.Folder))
        {
            models.AddRange((await new BuiltModels(environment, terminal).Find(workspace, project, ct)).Demand(terminal));
        }

        Tell(terminal, models);
        return ExitCode.Ok;
    }

    private static IReadOnlyList<ReleaseProject> Projects(Workspace workspace, string? project, string folder) =>
        project is null && folder == workspace.Root ? workspace.Projects : [workspace.Choose(project, folder)];

    private static void Tell(Terminal terminal, IReadOnlyList<ProjectModel> models)
    {
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(models.Select(each => new
            {
                each.Model.Name,
                each.Model.Class,
                each.Model.Assembly,
                each.Project,
                each.Model.Standalone,
                each.Model.Description,
                each.Model.Metadata,
                each.Model.Input,
                each.Model.Output,
            }));
            return;
        }

        terminal.Table(
            models,
            [
                new("NAME", each => each.Model.Name),
                new("CLASS", each => each.Model.Class),
                new("INPUT", each => each.Model.Input),
                new("OUTPUT", each => each.Model.Output),
                new("STANDALONE", each => Written.YesNo(each.Model.Standalone)),
                new("PROJECT", each => each.Project),
                new("METADATA", each => Written.Metadata(each.Model.Metadata)),
                new("DESCRIPTION", each => each.Model.Description) { GivesWay = true },
            ]);
    }
}
