using System.CommandLine;
using Mlp.Cli.Hooks;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp hook remove</c>: pushed tags are not released any more.</summary>
internal static class HookRemoveCommand
{
    private static readonly Option<bool> Force = new("--force") { Description = "Stops what runs and gives up what waits." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "remove", "Takes the hook out of a bare repository, with its options and logs. What is registered stays.", "mlp hook remove /srv/git/demo.git")
        {
            HookCommand.Repository, Force,
        };
        command.SetAction((parsed, ct) => Remove(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Remove(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        GlobalOptions.RefuseRegistry(parsed);
        var terminal = GlobalOptions.Terminal(parsed);
        var installation = new HookInstallation(await BareRepository.Open(parsed.GetRequiredValue(HookCommand.Repository), environment, ct));
        installation.RequireInstalled();
        var folder = installation.Folder;
        using (await FileLock.Take(folder.QueueLock, TimeProvider.System, ct))
        {
            var open = new ReleaseQueue(folder, TimeProvider.System).Open();
            if (open.Count > 0 && !parsed.GetValue(Force))
            {
                throw HookErrors.StillAtWork(open);
            }

            await WorkerProcess.Stop(folder, ct);
            var stillCalled = installation.Remove();
            open.ToList().ForEach(release => terminal.Note($"gave up {release.Tag}, which was {release.State}"));
            terminal.Answer(new Removed(installation.Hook), $"removed {installation.Hook}");
            if (stillCalled)
            {
                terminal.Note($"{installation.Hook} is yours and stays; take the line with mlp/post-receive out of it");
            }
        }

        return ExitCode.Ok;
    }

    private sealed record Removed(string Hook);
}
