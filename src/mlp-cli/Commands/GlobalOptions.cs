using System.CommandLine;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary>What every command understands.</summary>
internal static class GlobalOptions
{
    public static readonly Option<OutputFormat> Output = new("--output", "-o")
    {
        Description = "How the answer is written: text for people, json for programs.",
        Recursive = true,
    };

    public static readonly Option<string?> Registry = new("--registry")
    {
        Description = "The registry: a profile, or an address such as https://mlp.example.org. [MLP_REGISTRY, the default profile, the embedded registry]",
        HelpName = "url|profile",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Tells more, on stderr.", Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet") { Description = "Tells nothing but the answer and errors.", Recursive = true };

    public static Terminal Terminal(ParseResult parsed) => new(
        Console.Out,
        Console.Error,
        parsed.GetValue(Output),
        (parsed.GetValue(Verbose), parsed.GetValue(Quiet)) switch
        {
            (true, true) => throw new UsageException("--verbose and --quiet contradict each other", null, "give one of them"),
            (true, _) => Verbosity.Verbose,
            (_, true) => Verbosity.Quiet,
            _ => Verbosity.Normal,
        });
}
