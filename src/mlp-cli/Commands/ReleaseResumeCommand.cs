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
        var command = new ExampleCommand("resume", "Goes on with a release where it stopped; what is done is not done again.", "mlp release resume v1.2.0")
        {
            Tag, ReleaseOptions.Project, ReleaseOptions.Feed,
        };
        command.SetAction((parsed, ct) => Resume(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Resume(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var tag = parsed.GetRequiredValue(Tag);
        var targets = await ReleaseTargets.Read(new DirectoryInfo(environment.Folder), environment, ct);
        var project = await targets.IdOf(targets.Project(tag, parsed.GetValue(ReleaseOptions.Project), environment.Folder), ct);
        await using (var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct))
        {
            var release = await ReleaseStatusCommand.Find(registry.Client, tag, project, ct);
            if (release.State == ReleaseState.Abandoned)
            {
                throw ReleaseErrors.NotOpen(release);
            }
        }

        return await RegisterCommand.Run(parsed, environment, tag, ct);
    }
}
