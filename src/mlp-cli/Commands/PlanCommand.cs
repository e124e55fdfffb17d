using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.Releases;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp plan</c>: what tagging HEAD would come to.</summary>
internal static class PlanCommand
{
    private static readonly Option<string?> Tag = new("--tag")
    {
        Description = "The tag that HEAD would get. [its version tag, else one minor version above what is registered]",
        HelpName = "tag",
    };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "plan",
            "Tells what tagging HEAD would register, which links it would inherit, which pairs would become the latest and need an image, and what would break. Writes nothing.",
            "mlp plan --tag v2.0.0",
            "mlp plan --output markdown",
            "mlp plan --report")
        {
            Tag, ReleaseOptions.Project, ReleaseOptions.NoInherit, PipelineOptions.Report,
        };
        command.SetAction((parsed, ct) => Plan(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Plan(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var terminal = GlobalOptions.MarkdownTerminal(parsed);
        using var job = JobReport.Open(parsed, environment);
        var targets = await ReleaseTargets.Read(new DirectoryInfo(environment.Folder), environment, ct);
        var project = targets.Project(parsed.GetValue(Tag), parsed.GetValue(ReleaseOptions.Project), environment.Folder);
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        var tag = parsed.GetValue(Tag) ?? targets.TagOf(project) ?? await NextTag.Of(registry.Client, project, await targets.IdOf(project, ct), ct);
        var target = await targets.Planned(tag, project, ct);
        if (targets.Changes.Count > 0)
        {
            terminal.Note($"{Written.Count(targets.Changes.Count, "change")} not committed, and part of this plan");
        }

        var models = (await new BuiltModels(environment, terminal).Find(target.Workspace, project, ct)).Demand(terminal);
        var plan = await registry.Client.Releases.PlanAsync(
            new OpenRelease(target.Id.Text, "dotnet", tag, target.Commit.Id, target.Commit.Tree, null, [.. models.Select(model => model.ToWire())], parsed.GetValue(ReleaseOptions.NoInherit) ? false : null), ct);
        var report = new PlanReport(tag, target.Commit.Id, plan);
        Tell(terminal, report);
        await job.Planned(report, ct);
        return ExitCode.Ok;
    }

    private static void Tell(Terminal terminal, PlanReport report)
    {
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(new { report.Tag, report.Commit, report.Plan.Project, report.Plan.Version, report.Plan.Outcome, report.Plan.Models, report.Pairs, report.Breaks });
        }
        else
        {
            terminal.Line(terminal.Format == OutputFormat.Markdown ? PlanText.Markdown(report) : PlanText.Terminal(report));
        }
    }
}
