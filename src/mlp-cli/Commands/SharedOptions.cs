using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Mlp.Cli.Commands;

/// <summary>Options that several commands have, with one meaning.</summary>
internal static class SharedOptions
{
    public static readonly Option<int?> Limit = new("--limit")
    {
        Description = "How many to list at most. [all]",
        HelpName = "number",
        CustomParser = PositiveNumber,
    };

    public static readonly Option<IReadOnlyDictionary<string, string>?> Metadata = new("--metadata")
    {
        Description = "A key and its value; may be given several times.",
        HelpName = "key=value",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = KeysAndValues,
    };

    public static readonly Option<ReferenceKind?> Kind = Choice.Option<ReferenceKind?>(
        "--kind",
        "What the name is, where a model type and parameters have the same.",
        word => word == "type" ? ReferenceKind.Type : ReferenceKind.Parameters,
        "type",
        "parameters");

    public static readonly Option<string?> Project = new("--project")
    {
        Description = "Only those of this project.",
        HelpName = "project",
    };

    public static readonly Option<string?> Text = new("--text")
    {
        Description = "Only those whose name or description holds this.",
        HelpName = "text",
    };

    public static readonly Option<string?> Type = new("--type")
    {
        Description = "Only those of this model type.",
        HelpName = "name",
        CustomParser = Name,
    };

    public static readonly Option<string?> Parameters = new("--parameters")
    {
        Description = "Only those with these parameters.",
        HelpName = "name",
        CustomParser = Name,
    };

    public static readonly Option<string?> Reason = new("--reason")
    {
        Description = "Why; kept in the record.",
        HelpName = "text",
    };

    private static string? Name(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Mlp.Name.TryParse(text) is null)
        {
            result.AddError(Reference.NotAName(text));
        }

        return text;
    }

    private static int? PositiveNumber(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a number from 1");
        return null;
    }

    private static IReadOnlyDictionary<string, string>? KeysAndValues(ArgumentResult result)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                result.AddError($"'{text}' is not a key and its value: write key=value, as in energy=450GeV");
                return null;
            }

            if (!metadata.TryAdd(text[..equals], text[(equals + 1)..]))
            {
                result.AddError($"the metadata key '{text[..equals]}' is given twice");
                return null;
            }
        }

        return metadata;
    }
}
