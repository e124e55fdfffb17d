using System.CommandLine;
using Mlp.Cli.Hooks;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp hook run</c>: another command of mlp, which can be ended with all that it starts.</summary>
internal static class HookRunCommand
{
    private static readonly Argument<string[]> Arguments = new("arguments") { Description = "The command and its options, after '--'.", Arity = ArgumentArity.OneOrMore };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new Command("run", "Runs a command of mlp as a process group of its own. The hook's worker starts releases with it; people do not.") { Arguments };
        command.Hidden = true;
        command.SetAction((parsed, ct) => Run(parsed.GetRequiredValue(Arguments), environment, ct));
        return command;
    }

    private static Task<int> Run(string[] arguments, EnvironmentSettings environment, Ct ct)
    {
        UnixProcess.LeadGroup();
        return CommandTree.Create(environment, arguments).Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = ServerCommand.StopsWithin }, ct);
    }
}
