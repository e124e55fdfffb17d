using System.CommandLine;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp why</c>: the reasons behind the choice of a pair.</summary>
internal static class WhyCommand
{
    private static readonly Argument<Reference> Type = References.Argument("type", "The model type, or the version of it that runs.", ReferenceKind.Type);

    private static readonly Argument<Reference> Parameters = References.Argument(
        "parameters", "The parameters, or the version of them that is wanted.", ReferenceKind.Parameters);

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "why",
            "Tells which versions are chosen for a model type and parameters, or why none are.",
            "mlp why beam_line beam_line_weights",
            "mlp why beam_line@1.2.0 beam_line_weights")
        {
            Type, Parameters,
        };
        command.SetWork(environment, Explain);
        return command;
    }

    private static async Task Explain(ParseResult parsed, Client client, Terminal terminal, Ct ct)
    {
        var (type, parameters) = (parsed.GetRequiredValue(Type), parsed.GetRequiredValue(Parameters));
        var why = await client.Compatibility.WhyAsync(type.Name, parameters.Name, type.Version, parameters.Version, ct);
        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Json(why);
            return;
        }

        terminal.Fields(
            ("chosen", why.Chosen is { } pair ? $"{pair.Type}@{pair.TypeVersion} {pair.Parameters}@{pair.ParametersVersion}" : "nothing"),
            ("rule", why.Rule),
            ("remedy", why.Remedy));
        terminal.Line("");
        terminal.Table(
            why.Candidates,
            [
                new("TYPE VERSION", candidate => candidate.TypeVersion),
                new("PARAMETERS VERSION", candidate => candidate.ParametersVersion),
                new("VERDICT", candidate => candidate.Verdict),
                new("LINK", candidate => candidate.Origin is { } origin ? CompatListCommand.Describe(origin) : null),
                new("REASON", candidate => candidate.Reason) { GivesWay = true },
            ]);
        if (why.Truncated)
        {
            terminal.Note("there are more candidates than these");
        }
    }
}
