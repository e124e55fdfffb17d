using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mlp.Cli.Commands;

/// <summary>What is said to those who called a command in a way that it does not understand.</summary>
internal static class WrongUsage
{
    public static UsageException Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var help = $"see '{Path(command)} --help'";
        return new(Fact(parsed, command), null, command is ExampleCommand { Examples: [var example, ..] } ? $"write it as in: {example}; {help}" : help);
    }

    private static string Fact(ParseResult parsed, Command command) => (parsed.UnmatchedTokens, command) switch
    {
        ([], { Action: null, Subcommands.Count: > 0 }) => $"{Path(command)} needs to be told what: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}",
        ([_, ..], ExampleCommand { OnStrayArgument: { } fact }) => fact,
        ([var stray, ..], _) => $"{Path(command)} does not know '{stray}'",
        _ => string.Join("; ", parsed.Errors.Select(Message).Distinct()),
    };

    private static string Message(ParseError error) => error.Message.TrimEnd('.');

    /// <summary>The command as it is called, from <c>mlp</c> on.</summary>
    public static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : "mlp";
}
