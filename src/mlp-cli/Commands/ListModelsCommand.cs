using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp list models</c>: the model types.</summary>
internal static class ListModelsCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("models", "Lists the model types, by name.", "mlp list models", "mlp list models --metadata machine=sps")
        {
            SharedOptions.Project, SharedOptions.Text, SharedOptions.Metadata, SharedOptions.Limit,
        };
        command.SetWork(environment, List);
        return command;
    }

    private static Task List(ParseResult parsed, Client client, Terminal terminal, Ct ct) => terminal.Write(
        client.Types.ListAsync(parsed.GetValue(SharedOptions.Project), parsed.GetValue(SharedOptions.Text), parsed.GetValue(SharedOptions.Metadata), ct),
        parsed.GetValue(SharedOptions.Limit),
        "model types",
        [
            new Column<ModelType>("NAME", type => type.Name),
            new("LATEST", type => type.LatestVersion),
            new("VERSIONS", type => Written.Number(type.Versions)),
            new("PROJECT", type => type.Project),
            new("DESCRIPTION", type => type.Description) { GivesWay = true },
        ],
        ct);
}
