using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp list pairs</c>: the latest model of each type and parameters name.</summary>
internal static class ListPairsCommand
{
    private static readonly Option<bool?> Standalone = Choice.Option<bool?>(
        "--standalone", "Only those that run, or do not run, as a service of their own.", word => word == "true", "true", "false");

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "pairs", "Lists the pairs: for each model type and parameters that fit, the latest of both.", "mlp list pairs", "mlp list pairs --standalone true")
        {
            SharedOptions.Type, SharedOptions.Parameters, SharedOptions.Project, Standalone, SharedOptions.Limit,
        };
        command.SetWork(environment, List);
        return command;
    }

    private static Task List(ParseResult parsed, Client client, Terminal terminal, Ct ct) => terminal.Write(
        client.Compatibility.PairsAsync(
            parsed.GetValue(SharedOptions.Type), parsed.GetValue(SharedOptions.Parameters), parsed.GetValue(SharedOptions.Project), parsed.GetValue(Standalone), ct),
        parsed.GetValue(SharedOptions.Limit),
        "pairs",
        [
            new Column<Pair>("TYPE", pair => pair.Type),
            new("VERSION", pair => pair.TypeVersion),
            new("PARAMETERS", pair => pair.Parameters),
            new("VERSION", pair => pair.ParametersVersion),
            new("STANDALONE", pair => Written.YesNo(pair.Standalone)),
            new("PROJECT", pair => pair.Project),
        ],
        ct);
}
