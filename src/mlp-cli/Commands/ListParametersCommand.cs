using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp list parameters</c>: the parameters names.</summary>
internal static class ListParametersCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("parameters", "Lists the parameters, by name.", "mlp list parameters", "mlp list parameters --text weights")
        {
            SharedOptions.Project, SharedOptions.Text, SharedOptions.Metadata, SharedOptions.Limit,
        };
        command.SetWork(environment, List);
        return command;
    }

    private static Task List(ParseResult parsed, Client client, Terminal terminal, Ct ct) => terminal.Write(
        client.Parameters.ListAsync(parsed.GetValue(SharedOptions.Project), parsed.GetValue(SharedOptions.Text), parsed.GetValue(SharedOptions.Metadata), ct),
        parsed.GetValue(SharedOptions.Limit),
        "parameters",
        [
            new Column<ParametersName>("NAME", name => name.Name),
            new("LATEST", name => name.LatestVersion),
            new("VERSIONS", name => Written.Number(name.Versions)),
            new("PROJECT", name => name.Project),
        ],
        ct);
}
