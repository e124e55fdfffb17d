using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Mlp.Cli.Deploying;
using Mlp.Cli.Forges;
using Mlp.Cli.Releases;

namespace Mlp.Cli.Commands;

/// <summary>Where a command is a job of a pipeline: tells the forge, and the jobs that follow, what it came to, as far as the options ask for it.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The report owns the pipeline, and ends it in Dispose.")]
internal sealed class JobReport : IDisposable
{
    private readonly ParseResult _parsed;
    private readonly EnvironmentSettings _environment;
    private readonly Pipeline? _pipeline;
    private readonly string? _file;

    private JobReport(ParseResult parsed, EnvironmentSettings environment, Pipeline? pipeline) =>
        (_parsed, _environment, _pipeline, _file) = (parsed, environment, pipeline, parsed.GetValue(PipelineOptions.DotEnv));

    /// <summary>Refuses at once what cannot be told: outside of a pipeline, or by a command that only looks.</summary>
    public static JobReport Open(ParseResult parsed, EnvironmentSettings environment, Option<bool>? dryRun = null)
    {
        if (dryRun is not null && parsed.GetValue(dryRun) && PipelineOptions.Given(parsed) is { } given)
        {
            throw new UsageException($"{given} and --dry-run contradict each other", given, "give one of them");
        }

        return new(parsed, environment, Pipeline.Open(parsed.GetValue(PipelineOptions.Report), environment, GlobalOptions.MarkdownTerminal(parsed)));
    }

    public void Dispose() => _pipeline?.Dispose();

    public Task Checked(IReadOnlyList<Finding> findings, Ct ct) =>
        _pipeline?.Checked(_parsed.GetValue(ReleaseOptions.Project), _environment.Ci?.Commit, findings, ct) ?? Task.CompletedTask;

    public Task Planned(PlanReport plan, Ct ct) => _pipeline?.Planned(plan, ct) ?? Task.CompletedTask;

    public async Task Registered(IReadOnlyList<RegisteredRelease> releases, Ct ct)
    {
        if (releases is [{ Release: var first }, ..])
        {
            var models = releases.SelectMany(release => release.Models).Select(model => $"{model.Name}@{model.Version}");
            PipelineFile.Write(_file, ("MLP_TAG", first.Tag), ("MLP_VERSION", first.Version), ("MLP_COMMIT", first.Commit), ("MLP_MODELS", string.Join(',', models)));
        }

        foreach (var release in _pipeline is null ? [] : releases)
        {
            await _pipeline!.Registered(release, ct);
        }
    }

    public void Composed(IReadOnlyList<string> images, bool arePushed)
    {
        PipelineFile.Write(_file, ("MLP_PUSHED", arePushed ? string.Join(',', images) : null));
        _pipeline?.Composed(images);
    }

    public async Task Deployed(IReadOnlyList<DeployedPair> pairs, Ct ct)
    {
        if (_pipeline is null && _file is null)
        {
            return;
        }

        await using var registry = await RegistryAccess.Open(_parsed.GetValue(GlobalOptions.Registry), _environment, ct);
        var address = Uri.TryCreate(registry.Client.Registry + "/", UriKind.Absolute, out var known) && known.Scheme.StartsWith("http", StringComparison.Ordinal) ? known : null;
        var place = pairs is [var single] ? PipelineText.Address(single, address) : address;
        var deployed = pairs.Where(pair => pair.Outcome == "deployed").Select(pair => $"{pair.Type}@{pair.TypeVersion}+{pair.Parameters}@{pair.ParametersVersion}");
        PipelineFile.Write(_file, ("MLP_ENVIRONMENT_URL", place?.AbsoluteUri), ("MLP_DEPLOYED", string.Join(',', deployed)));
        await (_pipeline?.Deployed(pairs, address, (type, version) => registry.Client.Types.GetVersionAsync(type, version, ct), ct) ?? Task.CompletedTask);
    }
}
