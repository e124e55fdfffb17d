using System.CommandLine;
using Mlp.Cli.Checks;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp check</c>: everything that a release would check.</summary>
internal static class CheckCommand
{
    private static readonly Option<bool> Fix = new("--fix") { Description = "Mends what can be mended safely: outputs of builds that git does not ignore." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "check",
            "Checks everything that a release would: repository, models, packages, names and version at the registry, feed. Claims, pushes and registers nothing.",
            "mlp check",
            "mlp check --tag v2.0.0 --output json")
        {
            ReleaseOptions.Tag, ReleaseOptions.Project, ReleaseOptions.Feed, Fix, PipelineOptions.Report,
        };
        command.SetAction((parsed, ct) => Check(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Check(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        using var report = JobReport.Open(parsed, environment);
        var request = new CheckRequest(
            parsed.GetValue(ReleaseOptions.Tag), parsed.GetValue(ReleaseOptions.Project), parsed.GetValue(GlobalOptions.Registry), parsed.GetValue(ReleaseOptions.Feed), parsed.GetValue(Fix));
        var findings = await new ReleaseCheck(request, environment, terminal).Run(ct);
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(findings.Select(finding => new { finding.Code, Severity = finding.Severity == Severity.Error ? "error" : "warning", finding.Place, finding.Fact, finding.Remedy }));
        }
        else
        {
            Tell(terminal, findings);
        }

        await report.Checked(findings, ct);
        return findings.Any(finding => finding.Severity == Severity.Error) ? ExitCode.Failed : ExitCode.Ok;
    }

    private static void Tell(Terminal terminal, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            terminal.Line($"{(finding.Severity == Severity.Error ? "error" : "warning")} {finding.Code} {finding.Place}: {finding.Fact}");
            terminal.Line($"  remedy: {finding.Remedy}");
        }

        if (findings.Count == 0)
        {
            terminal.Line("nothing speaks against a release");
        }
    }
}
