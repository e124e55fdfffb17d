using System.CommandLine;
using System.Globalization;
using Mlp.Cli.Output;
using Mlp.Cli.RootFiles;
using Mlp.Root;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp root show</c>: the branches of a tree.</summary>
internal static class RootShowCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "show", "Shows the branches of a tree: their types and sizes, and why those that cannot be read cannot.", "mlp root show events.root", "mlp root show events.root analysis/Events --output json")
        {
            RootOptions.File, RootOptions.Tree,
        };
        command.SetRootWork(environment, (parsed, file, terminal, _) => Show(file.ChooseTree(parsed.GetValue(RootOptions.Tree)), terminal));
        return command;
    }

    private static Task Show(RootTree tree, Terminal terminal)
    {
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(new
            {
                tree = tree.Path,
                tree.Title,
                tree.Entries,
                branches = tree.Branches.Select(branch => new { name = branch.ShortName(), type = branch.TypeName, branch.Bytes, branch.StoredBytes, ratio = Ratio(branch), branch.Unreadable }),
            });
            return Task.CompletedTask;
        }

        terminal.Fields(
            ("tree", tree.Path),
            ("title", tree.Title),
            ("entries", Written.Number(tree.Entries)),
            ("branches", Written.Number(tree.Branches.Count)),
            ("friends", string.Join(", ", tree.Friends.Select(friend => friend.Alias))));
        terminal.Line("");
        terminal.Table(
            tree.Branches,
            [
                new Column<RootBranch>("BRANCH", branch => branch.ShortName()),
                new("TYPE", branch => branch.TypeName),
                new("SIZE", branch => Written.Size(branch.Bytes)),
                new("IN FILE", branch => Written.Size(branch.StoredBytes)),
                new("RATIO", branch => Ratio(branch)?.ToString("0.00", CultureInfo.InvariantCulture)),
                new("CANNOT BE READ", branch => branch.Unreadable) { GivesWay = true },
            ]);
        return Task.CompletedTask;
    }

    private static double? Ratio(RootBranch branch) => branch.StoredBytes > 0 ? Math.Round((double)branch.Bytes / branch.StoredBytes, 3) : null;
}
