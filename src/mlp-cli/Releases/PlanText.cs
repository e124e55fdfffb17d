using System.Text;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Releases;

/// <summary>A plan for people: in a terminal, or as a comment on a merge request.</summary>
internal static class PlanText
{
    public static string Terminal(PlanReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(Headline(report));
        foreach (var model in report.Plan.Models)
        {
            text.AppendLine($"  {model.Name} {report.Plan.Version}{(model.IsNew ? " (new)" : "")}{Parent(model)}");
            foreach (var parameters in model.Parameters)
            {
                text.AppendLine($"    {parameters.Name}: {Links(parameters)}");
            }
        }

        Section(text, "pairs that become the latest:", report.Pairs.Select(pair => $"{Pair(pair)}{(pair.NeedsImage ? ", needs an image" : "")}"));
        Section(text, "what breaks:", report.Breaks.Select(b => $"{Broken(b)}; {b.Remedy}"));
        return text.ToString().TrimEnd();
    }

    public static string Markdown(PlanReport report)
    {
        var text = new StringBuilder();
        text.AppendLine($"### {Headline(report)}").AppendLine().AppendLine("| model | inherits from | parameters | links |").AppendLine("|---|---|---|---|");
        foreach (var model in report.Plan.Models)
        {
            var name = $"`{model.Name}` {report.Plan.Version}{(model.IsNew ? " (new)" : "")}";
            foreach (var parameters in model.Parameters.DefaultIfEmpty(null))
            {
                text.AppendLine($"| {name} | {model.InheritsFrom ?? "–"} | {(parameters is null ? "–" : $"`{parameters.Name}`")} | {(parameters is null ? "–" : Links(parameters))} |");
            }
        }

        List(text, "Pairs that become the latest", report.Pairs.Select(pair => $"{Pair(pair)}{(pair.NeedsImage ? " – needs an image" : "")}"));
        List(text, "What breaks", report.Breaks.Select(b => $"**{Broken(b)}**: {b.Remedy}"));
        return text.ToString().TrimEnd();
    }

    private static string Headline(PlanReport report) =>
        report.Plan.Outcome == "unchanged"
            ? $"{report.Tag} is registered already, from this commit"
            : $"{report.Tag} would register {Written.Count(report.Plan.Models.Count, "model")} of {report.Plan.Project}";

    private static string Parent(PlannedModel model) => model.InheritsFrom is null ? ", inherits nothing" : $", inherits from {model.InheritsFrom}";

    private static string Links(PlannedParameters parameters) =>
        parameters.Links == 0 ? "no version would fit" : $"{Written.Count(parameters.Links, "version")}, {parameters.Fits ?? "all deprecated"} the latest";

    private static string Pair(PlannedPair pair) => $"{pair.Type} {pair.TypeVersion} + {pair.Parameters} {pair.ParametersVersion}";

    private static string Broken(PlannedBreak broken) => $"{broken.Parameters} (now {broken.Now.TypeVersion} + {broken.Now.ParametersVersion}) has no version that fits {broken.Type} {broken.TypeVersion}";

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        foreach (var (index, line) in lines.Index())
        {
            text.Append(index == 0 ? title + Environment.NewLine : "").AppendLine($"  {line}");
        }
    }

    private static void List(StringBuilder text, string title, IEnumerable<string> lines)
    {
        foreach (var (index, line) in lines.Index())
        {
            text.Append(index == 0 ? $"{Environment.NewLine}{title}:{Environment.NewLine}{Environment.NewLine}" : "").AppendLine($"- {line}");
        }
    }
}
