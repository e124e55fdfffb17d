using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp compat list</c>: the links, and where each comes from.</summary>
internal static class CompatListCommand
{
    private static readonly Argument<Reference> First = References.Argument("name", "A model type or parameters, or a version of them.");

    private static readonly Argument<Reference?> Second = References.Optional(
        "parameters", "Only the links with these parameters; the first name is then a model type.", ReferenceKind.Parameters);

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "list",
            "Lists which versions fit, and why they do: published, inherited, or linked by hand.",
            "mlp compat list beam_line@1.2.0",
            "mlp compat list beam_line_weights",
            "mlp compat list beam_line beam_line_weights@1.4")
        {
            First, Second, SharedOptions.Kind, SharedOptions.Limit,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Second) is not null && result.GetValue(First) is { Kind: ReferenceKind.Parameters } first)
            {
                result.AddError($"'{first}' is parameters, but stands where the model type belongs");
            }
        });
        command.SetWork(environment, List);
        return command;
    }

    private static async Task List(ParseResult parsed, Client client, Terminal terminal, Ct ct)
    {
        var (first, second) = (parsed.GetRequiredValue(First), parsed.GetValue(Second));
        var isType = second is not null || await client.KindOf(first, parsed.GetValue(SharedOptions.Kind), ct) == ReferenceKind.Type;
        var (type, parameters) = isType ? (first, second) : (null, first);
        await terminal.Write(
            client.Compatibility.ListAsync(type?.Name, type?.Version, parameters?.Name, parameters?.Version, ct),
            parsed.GetValue(SharedOptions.Limit),
            "links",
            [
                new Column<CompatibilityLink>("TYPE", link => link.Type),
                new("VERSION", link => link.TypeVersion),
                new("PARAMETERS", link => link.Parameters),
                new("VERSION", link => link.ParametersVersion),
                new("ORIGIN", link => Describe(link.Origin)) { GivesWay = true },
            ],
            ct);
    }

    public static string Describe(LinkOrigin origin) => origin switch
    {
        { By: { } by } => $"{origin.Kind}, by {by}{(origin.Reason is { } reason ? $": {reason}" : "")}",
        { FromTypeVersion: { } type, FromParametersVersion: { } parameters } => $"{origin.Kind} from {type} and {parameters}",
        { FromTypeVersion: null, FromParametersVersion: null } => origin.Kind,
        _ => $"{origin.Kind} from {origin.FromTypeVersion ?? origin.FromParametersVersion}",
    };
}
