using System.CommandLine;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary>What all commands that talk to the registry do around their own work.</summary>
internal static class RegistryCommand
{
    public static void SetWork(this Command command, EnvironmentSettings environment, Func<ParseResult, Client, Terminal, Ct, Task> work) => command.SetAction(async (parsed, ct) =>
    {
        var terminal = GlobalOptions.Terminal(parsed);
        await using var registry = await RegistryAccess.Open(parsed.GetValue(GlobalOptions.Registry), environment, ct);
        terminal.Detail($"registry: {registry.Client.Registry}");
        await work(parsed, registry.Client, terminal, ct);
        return ExitCode.Ok;
    });

    /// <summary>For work that a server has to be there for.</summary>
    public static void SetServerWork(this Command command, EnvironmentSettings environment, Func<ParseResult, Client, Terminal, Ct, Task> work) => command.SetAction(async (parsed, ct) =>
    {
        var terminal = GlobalOptions.Terminal(parsed);
        await using var registry = await RegistryAccess.OpenServer(parsed.GetValue(GlobalOptions.Registry), environment, terminal, ct);
        terminal.Detail($"registry: {registry.Client.Registry}");
        await work(parsed, registry.Client, terminal, ct);
        return ExitCode.Ok;
    });
}
