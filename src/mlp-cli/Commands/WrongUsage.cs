using System.CommandLine;
using System.CommandLine.Parsing;
using Mlp.Cli.Workspaces;

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
        ([], { Action: null, Subcommands.Count: > 0 }) => $"{Path(command)} needs to be told what: {string.Join(", ", Subcommands(command))}",
        ([_, ..], ExampleCommand { OnStrayArgument: { } fact }) => fact,
        ([var stray, ..], _) => $"{Path(command)} does not know '{stray}'{(NearName.Of(stray, Known(command)) is { } near ? $"; did you mean '{near}'?" : "")}",
        _ => string.Join("; ", parsed.Errors.Select(Message).Distinct()),
    };

    private static IEnumerable<string> Known(Command command) =>
        [.. Subcommands(command), .. command.Options.Select(option => option.Name), GlobalOptions.Output.Name, GlobalOptions.Registry.Name, GlobalOptions.Verbose.Name, GlobalOptions.Quiet.Name, "--help"];

    private static IEnumerable<string> Subcommands(Command command) => command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name);

    private static string Message(ParseError error) => error.Message.TrimEnd('.');

    /// <summary>The command as it is called, from <c>mlp</c> on.</summary>
    public static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : "mlp";
}
