using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;

namespace Mlp.Cli.Commands;

/// <summary>What may stand where the cursor is, a line each: <c>mlp "[suggest]" "mlp list mo"</c>. The line ends at the cursor.</summary>
internal sealed class Suggestions : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var line = WithoutEquals(parseResult.UnmatchedTokens is [.., var last] ? last : "");
        foreach (var completion in Completions(parseResult.RootCommandResult.Command, line))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(completion.InsertText ?? completion.Label);
        }

        return ExitCode.Ok;
    }

    private static IReadOnlyList<CompletionItem> Completions(Command root, string line)
    {
        var parsed = root.Parse(line);
        CompletionItem[] found = [.. parsed.GetCompletions(line.Length)];
        var current = line[(line.LastIndexOf(' ') + 1)..];
        if (found.Length > 0 || !current.StartsWith('-'))
        {
            return found;
        }

        // Behind an option that may be repeated the parser expects values alone: asked again without what stands before.
        var shorter = $"{WrongUsage.Path(parsed.CommandResult.Command)} {current}";
        return [.. root.Parse(shorter).GetCompletions(shorter.Length)];
    }

    // The parser cannot complete --option=va, but knows what to do with --option va.
    private static string WithoutEquals(string line)
    {
        var word = line.LastIndexOf(' ') + 1;
        var equals = line.IndexOf('=', word);
        return equals > 0 && line.AsSpan(word).StartsWith("--") ? $"{line[..equals]} {line[(equals + 1)..]}" : line;
    }
}
