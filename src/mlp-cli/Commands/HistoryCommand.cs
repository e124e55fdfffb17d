using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp history</c>: what of a pair served when.</summary>
internal static class HistoryCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("history", "Lists what of a pair served when, the newest first, and what failed to.", "mlp history beam_line beam_line_weights")
        {
            DeployOptions.Type, DeployOptions.Parameters, DeployOptions.AnyTarget, SharedOptions.Limit,
        };
        command.SetWork(environment, History);
        return command;
    }

    private static Task History(ParseResult parsed, Client client, Terminal terminal, Ct ct) => terminal.Write(
        client.Deployments.ListAsync(parsed.GetRequiredValue(DeployOptions.Type), parsed.GetRequiredValue(DeployOptions.Parameters), parsed.GetValue(DeployOptions.AnyTarget), ct: ct),
        parsed.GetValue(SharedOptions.Limit),
        "deployments",
        [
            new Column<Deployment>("ID", deployment => Written.Number(deployment.Id)),
            new("TYPE VERSION", deployment => deployment.TypeVersion),
            new("PARAMETERS VERSION", deployment => deployment.ParametersVersion),
            new("TARGET", deployment => deployment.Target),
            new("STATE", deployment => deployment.State),
            new("STARTED", deployment => Written.Time(deployment.StartedAt)),
            new("BY", deployment => deployment.StartedBy),
            new("ENDED", deployment => Written.Time(deployment.EndedAt)),
            new("ERROR", deployment => deployment.Error) { GivesWay = true },
        ],
        ct);
}
