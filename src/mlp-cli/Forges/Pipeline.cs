using System.Diagnostics.CodeAnalysis;
using Mlp.Cli.Deploying;
using Mlp.Cli.Output;
using Mlp.Cli.Releases;
using Mlp.Wire;

namespace Mlp.Cli.Forges;

/// <summary>Tells the forge whose pipeline runs the command what it came to: as comment, status, release page and deployments, and on the page of the run.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The pipeline owns the forge, and ends it in Dispose.")]
internal sealed class Pipeline(IForge forge, ForgeVariables variables, Terminal terminal) : IDisposable
{
    /// <summary>The pipeline, where the command was asked to report to it; null otherwise.</summary>
    public static Pipeline? Open(bool isAsked, EnvironmentSettings environment, Terminal terminal) => !isAsked
        ? null
        : new(Forge.Of(environment.Forge, TimeProvider.System) ?? throw ForgeErrors.NoForge(), environment.Forge, terminal);

    public void Dispose() => forge.Dispose();

    /// <param name="project">The one that was named, where a repository has several.</param>
    /// <param name="head">The commit that the run is of.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="ct">Cancels it.</param>
    public async Task Checked(string? project, string? head, IReadOnlyList<Finding> findings, Ct ct)
    {
        Summarize(PipelineText.Checked(findings));
        if (head is null)
        {
            return;
        }

        var errors = findings.Count(finding => finding.Severity == Severity.Error);
        var text = findings is [] ? "nothing speaks against a release"
            : $"{Written.Count(errors, "error")}, {Written.Count(findings.Count - errors, "warning")}; {(findings.FirstOrDefault(finding => finding.Severity == Severity.Error) ?? findings[0]).Fact}";
        Tell(await forge.SetStatus(new(Forge.CommitOf(variables, head), project is null ? "mlp check" : $"mlp check {project}", errors == 0, text), ct));
    }

    public async Task Planned(PlanReport report, Ct ct)
    {
        var text = PlanText.Markdown(report);
        Summarize(text);
        Tell(await forge.Comment($"plan {report.Plan.Project}", text, ct));
    }

    public async Task Registered(RegisteredRelease registered, Ct ct)
    {
        var text = PipelineText.Registered(registered.Release);
        Summarize(text);
        Tell(await forge.WriteReleasePage(registered.Release.Tag, $"release {registered.Release.Project}", text, ct));
    }

    public void Composed(IReadOnlyList<string> images) => Summarize(PipelineText.Composed(images));

    /// <param name="pairs">What became of them.</param>
    /// <param name="registry">What an endpoint without a host is below of; null where only this machine reaches it.</param>
    /// <param name="versionOf">What is recorded of a version of a model type.</param>
    /// <param name="ct">Cancels it.</param>
    public async Task Deployed(IReadOnlyList<DeployedPair> pairs, Uri? registry, Func<string, string, Task<ModelTypeVersion>> versionOf, Ct ct)
    {
        Summarize(PipelineText.Deployed(pairs, registry));
        foreach (var pair in pairs)
        {
            var version = pair switch
            {
                { Outcome: "deployed", TypeVersion: { } serving } => await versionOf(pair.Type, serving),
                { Outcome: "failed", Wanted.TypeVersion: { } wanted } => await versionOf(pair.Type, wanted),
                _ => null,
            };
            if (version is null)
            {
                continue;
            }

            var environment = $"{variables.Environment ?? pair.Target}/{pair.Type}/{pair.Parameters}";
            var description = pair.Error ?? $"{pair.Type} {pair.TypeVersion} with {pair.Parameters} {pair.ParametersVersion}";
            Tell(await forge.RecordDeployment(new(environment, version.Commit, version.Tag, pair.Error is null, description, PipelineText.Address(pair, registry)), ct));
        }
    }

    private void Tell(ForgeAnswer answer) => terminal.Note(answer.Done is { } done ? $"{forge.Name}: {done}" : $"{forge.Name}: not told: {answer.NotDone}");

    // The page of a run is a file that each command adds to.
    private void Summarize(string text)
    {
        if (variables.GitHubSummary is { } file)
        {
            PipelineFile.Append(file, text + "\n\n");
        }
    }
}
