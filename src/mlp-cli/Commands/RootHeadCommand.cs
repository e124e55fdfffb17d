using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.RootFiles;
using Mlp.Root;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp root head</c>: the first entries of a tree.</summary>
internal static class RootHeadCommand
{
    private const int Entries = 10;

    // More do not fit a screen.
    private const int ColumnsUnasked = 12;

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "head",
            $"Shows the first entries of a tree. The table has the first {ColumnsUnasked} branches if none are named, and of long values the beginning; with --output json all is there.",
            "mlp root head events.root",
            "mlp root head events.root Events --branches nMuon,Muon_pt --entries 5 --skip 100")
        {
            RootOptions.File, RootOptions.Tree, RootOptions.Branches, RootOptions.Entries, RootOptions.Skip,
        };
        command.SetRootWork(environment, Tell);
        return command;
    }

    private static async Task Tell(ParseResult parsed, RootFile file, Terminal terminal, Ct ct)
    {
        var tree = file.ChooseTree(parsed.GetValue(RootOptions.Tree));
        var branches = Choose(tree, parsed.GetValue(RootOptions.Branches), terminal);
        var first = Math.Min(parsed.GetValue(RootOptions.Skip) ?? 0, tree.Entries);
        var range = new EntryRange(first, first + Math.Min(parsed.GetValue(RootOptions.Entries) ?? Entries, tree.Entries - first));
        var rows = new EntryRows(tree, branches) { FailsOnUnreadable = parsed.GetResult(RootOptions.Branches) is not null };
        if (terminal.Format == OutputFormat.Json)
        {
            await WriteJson(rows, range, terminal, ct);
            return;
        }

        var columns = branches.Select((branch, i) => new Column<EntryRow>(branch.ShortName(), row => ValueText.Of(row.Values[i])));
        await terminal.Write(rows.Read(range, ct), null, "entries", [new("ENTRY", row => Written.Number(row.Entry)), .. columns], ct);
        foreach (var (branch, reason) in rows.Unreadable)
        {
            terminal.Note($"branch '{branch}' cannot be read: {reason}");
        }
    }

    private static IReadOnlyList<RootBranch> Choose(RootTree tree, IReadOnlyList<string>? names, Terminal terminal)
    {
        if (names is not null)
        {
            return tree.ChooseBranches(names);
        }

        if (terminal.Format == OutputFormat.Json || tree.Branches.Count <= ColumnsUnasked)
        {
            return tree.Branches;
        }

        terminal.Note($"the first {ColumnsUnasked} of {tree.Branches.Count} branches; choose others with --branches");
        return [.. tree.Branches.Take(ColumnsUnasked)];
    }

    // While it comes: any number of entries may be asked for.
    private static async Task WriteJson(EntryRows rows, EntryRange range, Terminal terminal, Ct ct)
    {
        terminal.JsonPart($$"""{"tree":{{JsonText.Of(rows.Tree.Path)}},"first":{{range.First}},"entries":[""");
        string? held = null;
        await foreach (var row in rows.Read(range, ct))
        {
            if (held is not null)
            {
                terminal.JsonPart($"  {held},");
            }

            held = JsonText.Of(rows.Named(row));
        }

        if (held is not null)
        {
            terminal.JsonPart($"  {held}");
        }

        terminal.JsonPart($$"""],"unreadable":{{JsonText.Of(rows.Unreadable.Select(each => new { branch = each.Key, reason = each.Value }))}}}""");
    }
}
