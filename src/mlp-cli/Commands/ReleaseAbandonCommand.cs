using System.CommandLine;
using Mlp.Cli.Releases;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp release abandon</c>: gives up a release that is not registered yet.</summary>
internal static class ReleaseAbandonCommand
{
    private static readonly Argument<string> Tag = new("tag") { Description = "The version tag." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "abandon",
            "Gives up a release that was opened and is not registered: the names and versions that it claimed are free again. Packages that were pushed stay where they are.",
            "mlp release abandon v1.2.0")
        {
            Tag, ReleaseOptions.Project,
        };
        command.SetAction((parsed, ct) => Abandon(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Abandon(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var (terminal, tag) = (GlobalOptions.Terminal(parsed), parsed.GetRequiredValue(Tag));
        var targets = await ReleaseTargets.Read(new DirectoryInfo(environment.Folder), environment, ct);
        var project = await targets.IdOf(targets.Project(tag, parsed.GetValue(ReleaseOptions.Project), environment.Folder), ct);
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        var release = await ReleaseStatusCommand.Find(registry.Client, tag, project, ct);
        var abandoned = release.State == ReleaseState.Abandoned ? release : await registry.Client.Releases.AbandonAsync(release.Id, ct);
        terminal.Answer(abandoned, $"abandoned {abandoned.Tag}");
        return ExitCode.Ok;
    }
}
