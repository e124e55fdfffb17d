using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mlp.Cli.Commands;

/// <summary>Options and arguments that take one of a few words, which completion offers.</summary>
internal static class Choice
{
    public static Option<T> Option<T>(string name, string description, Func<string, T> read, params string[] words)
    {
        // One word, also where the type is that of a switch.
        var option = new Option<T>(name) { Description = description, HelpName = string.Join('|', words), Arity = ArgumentArity.ExactlyOne, CustomParser = Parser(read, words) };
        option.CompletionSources.Clear(); // What the type itself would offer is spelled otherwise.
        option.CompletionSources.Add(words);
        return option;
    }

    public static Option<string?> Option(string name, string description, params string[] words) => Option<string?>(name, description, word => word, words);

    public static Argument<string> Argument(string name, string description, params string[] words)
    {
        var argument = new Argument<string>(name) { Description = description, HelpName = string.Join('|', words), CustomParser = Parser(word => word, words) };
        argument.CompletionSources.Add(words);
        return argument;
    }

    private static Func<ArgumentResult, T?> Parser<T>(Func<string, T> read, string[] words) => result =>
    {
        var word = result.Tokens[0].Value;
        if (Array.IndexOf(words, word) >= 0)
        {
            return read(word);
        }

        result.AddError($"'{word}' is not one of {string.Join(", ", words)}");
        return default;
    };
}
