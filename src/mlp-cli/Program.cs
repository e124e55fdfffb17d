using System.CommandLine;
using System.CommandLine.Invocation;
using Mlp;
using Mlp.Cli;
using Mlp.Cli.Commands;
using Mlp.Server;

var root = CommandTree.Create(EnvironmentSettings.Read(), args);
var parsed = root.Parse(args);
var errors = GlobalOptions.Errors(parsed);
if (parsed.Action is ParseErrorAction)
{
    await errors.Write(WrongUsage.Of(parsed));
    return ExitCode.WrongUsage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = ServerCommand.StopsWithin });
}
catch (UsageException e)
{
    await errors.Write(e);
    return ExitCode.WrongUsage;
}
catch (CommandFailedException e)
{
    await errors.Write(e);
    return ExitCode.Failed;
}
catch (MlpException e)
{
    await errors.Write(e);
    return ExitCode.Failed;
}
catch (StartupException e)
{
    await errors.Write(e);
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    await errors.Write(CommandErrors.Interrupted());
    return ExitCode.Failed;
}
