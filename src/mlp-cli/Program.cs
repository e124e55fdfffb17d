using System.CommandLine;
using System.CommandLine.Invocation;
using Mlp;
using Mlp.Cli;
using Mlp.Cli.Commands;
using Mlp.Server;

var environment = EnvironmentSettings.Read();
var root = new RootCommand("Takes a machine-learning model from a git tag to a running, callable service, and keeps the record of it.")
{
    GlobalOptions.Output,
    GlobalOptions.Registry,
    GlobalOptions.Verbose,
    GlobalOptions.Quiet,
    ServerCommand.Create(environment),
};

var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    await ErrorText.Write(new UsageException(string.Join("; ", parsed.Errors.Select(error => error.Message)), null, "see 'mlp --help', or --help after a command"));
    return ExitCode.WrongUsage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = ServerCommand.StopsWithin });
}
catch (UsageException e)
{
    await ErrorText.Write(e);
    return ExitCode.WrongUsage;
}
catch (CommandFailedException e)
{
    await ErrorText.Write(e);
    return ExitCode.Failed;
}
catch (MlpException e)
{
    await ErrorText.Write(e);
    return ExitCode.Failed;
}
catch (StartupException e)
{
    await ErrorText.Write(e);
    return ExitCode.Failed;
}
