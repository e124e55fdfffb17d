using System.CommandLine;
using Mlp.Cli.Output;
using Mlp.Wire;

namespace Mlp.Cli.Commands;

/// <summary><c>mlp search</c>: finds names by text, and versions by metadata.</summary>
internal static class SearchCommand
{
    private static readonly Argument<string?> Text = new("text")
    {
        Description = "A part of a name or of a description, in any case.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create(EnvironmentSettings environment)
    {
        var command = new ExampleCommand(
            "search",
            "Finds model types and parameters by a part of their name or description, and versions by their metadata.",
            "mlp search beam",
            "mlp search --metadata machine=sps --metadata energy=450GeV")
        {
            Text, SharedOptions.Metadata, SharedOptions.Limit,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Text) is null && result.GetResult(SharedOptions.Metadata) is null)
            {
                result.AddError("nothing was given to search for: a text, --metadata, or both");
            }
        });
        command.SetWork(environment, Search);
        return command;
    }

    private static Task Search(ParseResult parsed, Client client, Terminal terminal, Ct ct) => terminal.Write(
        client.SearchAsync(parsed.GetValue(Text), parsed.GetValue(SharedOptions.Metadata), ct),
        parsed.GetValue(SharedOptions.Limit),
        "hits",
        [
            new Column<SearchHit>("KIND", hit => hit.Kind),
            new("NAME", hit => hit.Name),
            new("VERSION", hit => hit.Version),
            new("METADATA", hit => Written.Metadata(hit.Metadata)) { GivesWay = true },
            new("DESCRIPTION", hit => hit.Description) { GivesWay = true },
        ],
        ct);
}
