using System.CommandLine;
using Mlp.Cli.Hooks;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp hook work</c>: the process that releases in the background.</summary>
internal static class HookWorkCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new Command("work", "Releases what waits, one after the other. A push starts it in the background; people do not.") { HookCommand.Repository };
        command.Hidden = true;
        command.SetAction((parsed, ct) => Work(parsed, environment, ct));
        return command;
    }

    private static async Task<int> Work(ParseResult parsed, EnvironmentSettings environment, Ct ct)
    {
        UnixProcess.LeaveSession();
        var repository = await BareRepository.Open(parsed.GetRequiredValue(HookCommand.Repository), environment, ct);
        var installation = new HookInstallation(repository);
        installation.RequireInstalled();
        await new Worker(repository, installation.Folder, TimeProvider.System).Run(Tell, ct);
        return ExitCode.Ok;
    }

    // Whoever started it waits for this line, and for nothing else.
    private static void Tell(bool works) => Console.Out.WriteLine(works ? WorkerProcess.Works : WorkerProcess.AnotherWorks);
}
