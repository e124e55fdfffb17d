using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.RootFiles;
using Mlp.Root;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp root ls</c>: the trees of a file.</summary>
internal static class RootLsCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "ls", "Lists the trees of a ROOT file and of its directories; with --output json their branches too.", "mlp root ls events.root", "mlp root ls events.root --output json")
        {
            RootOptions.File,
        };
        command.SetRootWork(environment, (_, file, terminal, _) => List(file, terminal));
        return command;
    }

    private static Task List(RootFile file, Terminal terminal)
    {
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(new { trees = file.Trees.Select(tree => new { name = tree.Path, tree.Entries, branches = tree.Branches.Select(branch => new { name = branch.ShortName(), type = branch.TypeName }) }) });
            return Task.CompletedTask;
        }

        terminal.Table(
            file.Trees,
            [
                new Column<RootTree>("TREE", tree => tree.Path),
                new("ENTRIES", tree => Written.Number(tree.Entries)),
                new("BRANCHES", tree => Written.Number(tree.Branches.Count)),
                new("SIZE", tree => Written.Size(tree.Branches.Sum(branch => branch.Bytes))),
                new("IN FILE", tree => Written.Size(tree.Branches.Sum(branch => branch.StoredBytes))),
                new("TITLE", tree => tree.Title) { GivesWay = true },
            ]);
        if (file.Trees.Count == 0)
        {
            terminal.Note($"no trees; {file.OtherObjects()}");
        }

        return Task.CompletedTask;
    }
}
