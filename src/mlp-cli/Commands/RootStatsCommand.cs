using System.CommandLine;
using System.Globalization;
using Mlp.Cli.Output;
using Mlp.Cli.RootFiles;
using Mlp.Root;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp root stats</c>: figures of all values of branches.</summary>
internal static class RootStatsCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "stats",
            "Reads all values of branches, and tells how many there are, the least, the greatest, the mean, the standard deviation, and how many are NaN.",
            "mlp root stats events.root",
            "mlp root stats events.root Events --branches nMuon,Muon_pt --output json")
        {
            RootOptions.File, RootOptions.Tree, RootOptions.Branches,
        };
        command.SetRootWork(environment, Tell);
        return command;
    }

    private static async Task Tell(ParseResult parsed, RootFile file, Terminal terminal, Ct ct)
    {
        var tree = file.ChooseTree(parsed.GetValue(RootOptions.Tree));
        var named = parsed.GetValue(RootOptions.Branches);
        var statistics = await Read(tree, named is null ? tree.Branches : tree.ChooseBranches(named), terminal, ct);
        if (named is not null && statistics.FirstOrDefault(each => each.Unreadable is not null) is { Unreadable: { } reason, Branch: var branch })
        {
            throw RootErrors.NotReadable(branch.ShortName(), reason);
        }

        var rows = statistics.SelectMany(each => each.Parts.Select(part => new Row(part.Name, each.Branch.TypeName, part.Statistics, each.Remark))).ToList();
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(new { tree = tree.Path, tree.Entries, branches = rows.Select(Json) });
            return;
        }

        terminal.Table(
            rows,
            [
                new Column<Row>("BRANCH", row => row.Name),
                new("VALUES", row => row.Statistics is { } known ? Written.Number(known.Values) : null),
                new("MINIMUM", row => Text(row.Statistics?.Minimum)),
                new("MAXIMUM", row => Text(row.Statistics?.Maximum)),
                new("MEAN", row => Text(row.Statistics?.Mean)),
                new("STD DEV", row => Text(row.Statistics?.StandardDeviation)),
                new("NAN", row => row.Statistics is { } known ? Written.Number(known.NaN) : null),
                new("REMARK", row => row.Remark) { GivesWay = true },
            ]);
    }

    private static async Task<IReadOnlyList<BranchStatistics>> Read(RootTree tree, IReadOnlyList<RootBranch> branches, Terminal terminal, Ct ct)
    {
        var reading = new StatisticsReading(tree, branches);
        using var work = terminal.Work(() => reading.Progress, TimeProvider.System);
        return await reading.Read(ct);
    }

    private static object Json(Row row) => new
    {
        row.Name,
        row.Type,
        row.Statistics?.Values,
        minimum = ValueJson.Number(row.Statistics?.Minimum),
        maximum = ValueJson.Number(row.Statistics?.Maximum),
        mean = ValueJson.Number(row.Statistics?.Mean),
        standardDeviation = ValueJson.Number(row.Statistics?.StandardDeviation),
        nan = row.Statistics?.NaN,
        row.Remark,
    };

    // Seven digits tell enough; whole numbers keep theirs, for they may be names.
    private static string? Text(object? number) => number switch
    {
        float or double => ((IFormattable)number).ToString("G7", CultureInfo.InvariantCulture),
        _ => Convert.ToString(number, CultureInfo.InvariantCulture),
    };

    private sealed record Row(string Name, string Type, Statistics? Statistics, string? Remark);
}
