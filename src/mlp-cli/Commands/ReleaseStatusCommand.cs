using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.Releases;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp release status</c>: how far a release came.</summary>
internal static class ReleaseStatusCommand
{
    private static readonly Argument<string> Tag = new("tag") { Description = "The version tag." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("status", "Shows the ledger of a release: its steps, with times and digests.", "mlp release status v1.2.0") { Tag, ReleaseOptions.Project };
        command.SetAction((parsed, ct) => Show(parsed, environment, ct));
        return command;
    }

    /// <summary>The release of a tag: the one that counts, else the last that was given up.</summary>
    public static async Task<Release> Find(Client client, string tag, ProjectId project, Ct ct)
    {
        var all = await ProjectReleases.List(client, project, tag, state: null, ct);
        return all.FirstOrDefault(release => release.State != ReleaseState.Abandoned) ?? (all is [var last, ..] ? last : throw ReleaseErrors.NoRelease(tag, project));
    }

    private static async Task<int> Show(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var (terminal, tag) = (GlobalOptions.Terminal(parsed), parsed.GetRequiredValue(Tag));
        var targets = await ReleaseTargets.Read(new DirectoryInfo(environment.Folder), environment, ct);
        var project = await targets.IdOf(targets.Project(tag, parsed.GetValue(ReleaseOptions.Project), environment.Folder), ct);
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        var release = await Find(registry.Client, tag, project, ct);
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(release);
            return ExitCode.Ok;
        }

        Tell(terminal, release);
        return ExitCode.Ok;
    }

    private static void Tell(Terminal terminal, Release release)
    {
        terminal.Fields(
            ("project", release.Project),
            ("tag", release.Tag),
            ("commit", release.Commit),
            ("state", release.State),
            ("opened", $"{Written.Time(release.OpenedAt)} by {release.OpenedBy}"),
            ("registered", Written.Time(release.CompletedAt)),
            ("packages", string.Join(", ", release.Packages.Select(package => $"{package.Id} {package.Version}"))),
            ("bundle", release.BundleDigest),
            ("code", release.CodeUnchangedSince is { } since ? $"that of {since}" : release.CodeDigest));
        terminal.Line("");
        terminal.Table(
            release.Steps,
            [
                new("STEP", step => step.Step),
                new("STATE", step => step.State),
                new("TIME", step => Written.Time(step.Time)),
                new("BY", step => step.By),
                new("DIGEST", step => step.Digest),
                new("ERROR", step => step.Error) { GivesWay = true },
            ]);
        if (release.State == ReleaseState.Open || StoppedDeploying(release))
        {
            terminal.Note($"go on with: mlp release resume {release.Tag}");
        }
    }

    private static bool StoppedDeploying(Release release) =>
        release.Steps.LastOrDefault(step => ReleaseSteps.AfterRegistered.Contains(step.Step)) is { } last && last is not { Step: "deployed", State: "done" };
}
