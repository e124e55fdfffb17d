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
            "show", "Shows the branches of a tree and of its friends: their types, baskets, sizes and compression, and why those that cannot be read cannot.", "mlp root show events.root", "mlp root show events.root analysis/Events --output json")
        {
            RootOptions.File, RootOptions.Tree,
        };
        command.SetRootWork(environment, (parsed, file, terminal, ct) => Show(file.ChooseTree(parsed.GetValue(RootOptions.Tree)), terminal, ct));
        return command;
    }

    private static async Task Show(RootTree tree, Terminal terminal, Ct ct)
    {
        List<RootBranch> branches = [.. tree.AllBranches()];
        var methods = await RootTree.CompressionsAsync(branches, ct);
        List<Row> rows = [.. branches.Zip(methods, (branch, method) => new Row(branch, method))];
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(new
            {
                tree = tree.Path,
                tree.Title,
                tree.Entries,
                friends = tree.Friends.Count == 0 ? null : tree.OpenFriends().Select(friend => new { friend.Friend.Alias, tree = friend.Friend.TreeName, file = friend.Friend.FileName, friend.Tree?.Entries, friend.Problem }),
                branches = rows.Select(Json),
            });
            return;
        }

        terminal.Fields(
            ("tree", tree.Path),
            ("title", tree.Title),
            ("entries", Written.Number(tree.Entries)),
            ("branches", Written.Number(tree.Branches.Count)),
            ("friends", string.Join(", ", tree.Friends.Select(friend => friend.Alias))));
        foreach (var friend in tree.OpenFriends().Where(friend => friend.Problem is not null))
        {
            terminal.Note($"friend '{friend.Friend.Alias}' cannot be opened: {friend.Problem}");
        }

        terminal.Line("");
        terminal.Table(
            rows,
            [
                new Column<Row>("BRANCH", row => row.Branch.ShortName()),
                new("TYPE", row => row.Branch.TypeName),
                new("BASKETS", row => Written.Number(row.Branch.Baskets)),
                new("SIZE", row => Written.Size(row.Branch.Bytes)),
                new("IN FILE", row => Written.Size(row.Branch.StoredBytes)),
                new("RATIO", row => Ratio(row.Branch)?.ToString("0.00", CultureInfo.InvariantCulture)),
                new("METHOD", row => row.Method),
                new("CANNOT BE READ", row => row.Branch.Unreadable) { GivesWay = true },
            ]);
    }

    private static object Json(Row row) => new
    {
        name = row.Branch.ShortName(),
        type = row.Branch.TypeName,
        row.Branch.Baskets,
        row.Branch.Bytes,
        row.Branch.StoredBytes,
        ratio = Ratio(row.Branch),
        compression = row.Method,
        row.Branch.Unreadable,
    };

    private static double? Ratio(RootBranch branch) => branch.StoredBytes > 0 ? Math.Round((double)branch.Bytes / branch.StoredBytes, 3) : null;

    private sealed record Row(RootBranch Branch, string? Method);
}
