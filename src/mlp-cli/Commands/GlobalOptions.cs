using System.CommandLine;
using Mlp.Cli.Output;

namespace Mlp.Cli.Commands;

/// <summary>What every command understands.</summary>
internal static class GlobalOptions
{
    public static readonly Option<OutputFormat> Output = OutputOption();

    public static readonly Option<string?> Registry = new("--registry")
    {
        Description = "The registry: a profile, or an address such as https://mlp.example.org. [MLP_REGISTRY, the default profile, the embedded registry]",
        HelpName = "url|profile",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Tells more, on stderr.", Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet") { Description = "Tells nothing but the answer and errors.", Recursive = true };

    public static Terminal Terminal(ParseResult parsed) => parsed.GetValue(Output) == OutputFormat.Markdown
        ? throw new UsageException("this command does not write markdown", "markdown", "leave --output out, or write --output json; markdown is for mlp plan")
        : MarkdownTerminal(parsed);

    /// <summary>For the commands whose answer may become part of a page.</summary>
    public static Terminal MarkdownTerminal(ParseResult parsed) =>
        new(Console.Out, Console.Error, parsed.GetValue(Output), VerbosityOf(parsed), Audience.OfConsole());

    /// <summary>How errors are told, of calls that were not understood too.</summary>
    public static ErrorText Errors(ParseResult parsed) => new(
        parsed.GetResult(Output) is { } output && !output.Errors.Any() && output.GetValueOrDefault<OutputFormat>() == OutputFormat.Json,
        parsed.GetResult(Verbose) is { } verbose && !verbose.Errors.Any() && verbose.GetValueOrDefault<bool>());

    /// <summary>For the commands that talk to no registry, or to one that they are told otherwise.</summary>
    public static void RefuseRegistry(ParseResult parsed)
    {
        if (parsed.GetValue(Registry) is { } registry)
        {
            throw new UsageException("this command does not use --registry", registry, "leave it out");
        }
    }

    private static Option<OutputFormat> OutputOption()
    {
        var option = Choice.Option(
            "--output",
            "How the answer is written: text for people, json for programs; markdown is for mlp plan. [text]",
            word => word switch
            {
                "json" => OutputFormat.Json,
                "markdown" => OutputFormat.Markdown,
                _ => OutputFormat.Text,
            },
            "text",
            "json",
            "markdown");
        option.Aliases.Add("-o");
        option.Recursive = true;
        return option;
    }

    private static Verbosity VerbosityOf(ParseResult parsed) => (parsed.GetValue(Verbose), parsed.GetValue(Quiet)) switch
    {
        (true, true) => throw new UsageException("--verbose and --quiet contradict each other", null, "give one of them"),
        (true, _) => Verbosity.Verbose,
        (_, true) => Verbosity.Quiet,
        _ => Verbosity.Normal,
    };
}
