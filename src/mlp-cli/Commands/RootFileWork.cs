using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Cli.RootFiles;
using Mlp.Root;

namespace Mlp.Cli.Commands;

/// <summary>What all commands about ROOT files do around their own work.</summary>
internal static class RootFileWork
{
    public static void SetRootWork(this Command command, EnvironmentSettings environment, Func<ParseResult, RootFile, Terminal, Ct, Task> work) => command.SetAction(async (parsed, ct) =>
    {
        GlobalOptions.RefuseRegistry(parsed);
        var terminal = GlobalOptions.Terminal(parsed);
        var location = new RootLocation(parsed.GetRequiredValue(RootOptions.File), environment.Folder);
        await location.Use(file => work(parsed, file, terminal, ct), ct);
        return ExitCode.Ok;
    });
}
