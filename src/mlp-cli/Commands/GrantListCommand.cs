using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp grant list</c>: which projects may use names of others.</summary>
internal static class GrantListCommand
{
    private static readonly Argument<Reference?> Name = References.Optional("name", "Only those on this name.", versions: VersionRule.Refused);

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand("list", "Lists which projects may use names of others.", "mlp grant list", "mlp grant list beam_line_weights")
        {
            Name, SharedOptions.Kind, SharedOptions.Limit,
        };
        command.SetWork(environment, List);
        return command;
    }

    private static Task List(ParseResult parsed, Client client, Terminal terminal, Ct ct) => terminal.Write(
        client.Grants.ListAsync(GrantChangeCommand.Text(parsed.GetValue(SharedOptions.Kind)), parsed.GetValue(Name)?.Name, ct),
        parsed.GetValue(SharedOptions.Limit),
        "grants",
        [new Column<Grant>("KIND", grant => grant.Kind), new("NAME", grant => grant.Name), new("GRANTED TO", grant => grant.Project)],
        ct);
}
