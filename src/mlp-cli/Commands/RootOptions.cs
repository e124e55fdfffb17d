using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Mlp.Cli.Commands;

/// <summary>Arguments and options of the commands about ROOT files.</summary>
internal static class RootOptions
{
    public static readonly Argument<string> File = new("file") { Description = "A ROOT file, or its address of http or https.", HelpName = "file|url" };

    public static readonly Argument<string?> Tree = new("tree")
    {
        Description = "The tree, with the directories that hold it. [the only one]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static readonly Option<IReadOnlyList<string>?> Branches = new("--branches")
    {
        Description = "Only these, with commas between; may be given several times.",
        HelpName = "names",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Names,
    };

    public static readonly Option<long?> Entries = new("--entries")
    {
        Description = "How many entries. [10]",
        HelpName = "number",
        CustomParser = result => Number(result, 1),
    };

    public static readonly Option<long?> Skip = new("--skip")
    {
        Description = "How many entries to leave out before the first. [0]",
        HelpName = "number",
        CustomParser = result => Number(result, 0),
    };

    private static IReadOnlyList<string>? Names(ArgumentResult result)
    {
        List<string> names = [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)).Distinct()];
        if (names.Contains(""))
        {
            result.AddError("--branches has a name that is empty: write them with one comma between, as in nMuon,Muon_pt");
        }

        return names;
    }

    private static long? Number(ArgumentResult result, long least)
    {
        if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return number;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a number from {least}");
        return null;
    }
}
