using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp list events</c>: the audit log, the oldest first.</summary>
internal static class ListEventsCommand
{
    private static readonly Option<string?> Kind = new("--kind") { Description = "Only those of this kind; * at its end takes all that begin so.", HelpName = "kind" };

    private static readonly Option<string?> Subject = new("--subject") { Description = "Only those about this, as in beam_line@1.2.0.", HelpName = "subject" };

    private static readonly Option<long?> After = new("--after") { Description = "Only those behind the event with this id.", HelpName = "id" };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "events", "Lists what happened, the oldest first.", "mlp list events --after 1200", "mlp list events --kind 'type-version.*'")
        {
            Kind, Subject, After, SharedOptions.Limit,
        };
        command.SetWork(environment, List);
        return command;
    }

    private static Task List(ParseResult parsed, Client client, Terminal terminal, Ct ct) => terminal.Write(
        client.Events.ListAsync(parsed.GetValue(After), parsed.GetValue(Kind), parsed.GetValue(Subject), ct),
        parsed.GetValue(SharedOptions.Limit),
        "events",
        [
            new Column<AuditEvent>("ID", entry => Written.Number(entry.Id)),
            new("TIME", entry => Written.Time(entry.Time)),
            new("ACTOR", entry => entry.Actor),
            new("KIND", entry => entry.Kind),
            new("SUBJECT", entry => entry.Subject),
            new("DATA", entry => entry.Data.GetRawText()) { GivesWay = true },
        ],
        ct);
}
