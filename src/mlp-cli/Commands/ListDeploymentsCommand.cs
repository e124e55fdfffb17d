using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp list deployments</c>: what served where, the newest first.</summary>
internal static class ListDeploymentsCommand
{
    private static readonly Option<string?> Target = new("--target") { Description = "Only those on this target.", HelpName = "target" };

    private static readonly Option<DateTimeOffset?> At = new("--at")
    {
        Description = "Only those that served at this time; UTC where nothing else is said.",
        HelpName = "time",
        CustomParser = result => Moment.TryRead(result.Tokens[0].Value) ?? Moment.Refuse(result),
    };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "deployments", "Lists what served where, the newest first.", "mlp list deployments", "mlp list deployments --type beam_line --at 2026-03-01T12:00:00Z")
        {
            SharedOptions.Type, SharedOptions.Parameters, Target, At, SharedOptions.Limit,
        };
        command.SetWork(environment, List);
        return command;
    }

    private static Task List(ParseResult parsed, Client client, Terminal terminal, Ct ct) => terminal.Write(
        client.Deployments.ListAsync(
            parsed.GetValue(SharedOptions.Type), parsed.GetValue(SharedOptions.Parameters), parsed.GetValue(Target), parsed.GetValue(At), ct: ct),
        parsed.GetValue(SharedOptions.Limit),
        "deployments",
        [
            new Column<Deployment>("ID", deployment => Written.Number(deployment.Id)),
            new("TYPE", deployment => deployment.Type),
            new("VERSION", deployment => deployment.TypeVersion),
            new("PARAMETERS", deployment => deployment.Parameters),
            new("VERSION", deployment => deployment.ParametersVersion),
            new("TARGET", deployment => deployment.Target),
            new("STATE", deployment => deployment.State),
            new("STARTED", deployment => Written.Time(deployment.StartedAt)),
            new("ENDED", deployment => Written.Time(deployment.EndedAt)),
            new("ENDPOINT", deployment => deployment.Endpoint) { GivesWay = true },
        ],
        ct);
}
