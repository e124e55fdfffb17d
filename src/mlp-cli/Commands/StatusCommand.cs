using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp status</c>: what serves, what is about to, and what is wrong with it.</summary>
internal static class StatusCommand
{
    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("status", "Lists what serves now and what is being rolled out, and says what is wrong with it.", "mlp status", "mlp status --type beam_line --output json")
        {
            SharedOptions.Type, SharedOptions.Parameters, DeployOptions.AnyTarget,
        };
        command.SetWork(environment, Status);
        return command;
    }

    private static Task Status(ParseResult parsed, Client client, Terminal terminal, Ct ct)
    {
        var (type, parameters, target) = (parsed.GetValue(SharedOptions.Type), parsed.GetValue(SharedOptions.Parameters), parsed.GetValue(DeployOptions.AnyTarget));
        var active = client.Deployments.ListAsync(type, parameters, target, state: DeploymentState.Serving, ct: ct)
            .Concat(client.Deployments.ListAsync(type, parameters, target, state: DeploymentState.Starting, ct: ct));
        return terminal.Write(
            active,
            limit: null,
            "deployments",
            [
                new Column<Deployment>("TYPE", deployment => deployment.Type),
                new("VERSION", deployment => deployment.TypeVersion),
                new("PARAMETERS", deployment => deployment.Parameters),
                new("VERSION", deployment => deployment.ParametersVersion),
                new("TARGET", deployment => deployment.Target),
                new("STATE", deployment => deployment is { State: DeploymentState.Serving, Error: not null } ? "down" : deployment.State),
                new("SINCE", deployment => Written.Time(deployment.StartedAt)),
                new("ENDPOINT", deployment => deployment.Endpoint),
                new("TROUBLE", deployment => deployment.Error) { GivesWay = true },
            ],
            ct);
    }
}
