using System.CommandLine;
using Mlp.Cli.Hooks;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp hook receive</c>: what the hook calls with what was pushed.</summary>
internal static class HookReceiveCommand
{
    private static readonly Argument<string> Pushed = new("pushed") { Description = "The file with what git told the hook, in the folder received." };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new Command("receive", "Queues the version tags of a push. The hook calls it; people do not.") { HookCommand.Repository, Pushed };
        command.Hidden = true;
        command.SetAction((parsed, ct) => Receive(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Receive(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        var terminal = GlobalOptions.Terminal(parsed);
        var repository = await BareRepository.Open(parsed.GetRequiredValue(HookCommand.Repository), environment, ct);
        var installation = new HookInstallation(repository);
        installation.RequireInstalled();
        var folder = installation.Folder;
        var options = HookFile.Read<HookOptions>(folder.Options);
        var releases = await new Push(repository, folder, TimeProvider.System, terminal).Take(Path.Combine(folder.Received, Path.GetFileName(parsed.GetRequiredValue(Pushed))), ct);
        if (new ReleaseQueue(folder, TimeProvider.System).Open().Count == 0)
        {
            return ExitCode.Ok;
        }

        await WorkerProcess.Ensure(folder, options, ct);
        QueuedRelease[] open = [.. releases.Where(release => !release.IsOver)];
        if (options.Wait)
        {
            await new PushWatch(folder, TimeProvider.System, terminal).Follow(open, ct);
        }
        else if (open.Length > 0)
        {
            terminal.Note($"mlp: watch with: mlp hook status {ShellWord.Of(folder.Repository)}");
        }

        return ExitCode.Ok;
    }
}
