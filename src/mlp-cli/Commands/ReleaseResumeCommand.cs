using System.CommandLine;
using Mlp.Cli.Releases;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp release resume</c>: goes on where a release stopped.</summary>
internal static class ReleaseResumeCommand
{
    private static readonly Argument<string> Tag = new("tag") { Description = "The version tag; it has to be checked out." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "resume",
            "Goes on with a release where it stopped, as it was opened, and deploys what it did not come to; what is done is not done again. Of a registered one, it also brings packages to a feed that lacks them.",
            "mlp release resume v1.2.0")
        {
            Tag, ReleaseOptions.Project, ReleaseOptions.Feed,
        };
        ReleaseRun.Options.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => Resume(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Resume(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var (tag, here) = (parsed.GetRequiredValue(Tag), new CheckedOut(environment));
        var targets = await here.Targets(ct);
        var project = await targets.IdOf(targets.Project(tag, parsed.GetValue(ReleaseOptions.Project), here.Folder), ct);
        var release = await Find(parsed, environment, tag, project, ct);
        return await ReleaseRun.Run(parsed, environment, here, tag, (registration, target) => registration.Resume(target, release, ct), ct);
    }

    private static async Task<Release> Find(ParseResult parsed, EnvironmentSettings environment, string tag, ProjectId project, Ct ct)
    {
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        var release = await ReleaseStatusCommand.Find(registry.Client, tag, project, ct);
        return release.State == ReleaseState.Abandoned ? throw ReleaseErrors.NotOpen(release) : release;
    }
}
