namespace Mlp.Cli.Output;

/// <summary>Who reads: a terminal of some width reads the answer, a terminal watches the story; files and pipes do neither.</summary>
/// <param name="AnswerWidth">Finds the width of the terminal that shows stdout; null where it is none.</param>
/// <param name="WatchesStory">Whether a terminal shows stderr.</param>
internal sealed record Audience(Func<int?> AnswerWidth, bool WatchesStory)
{
    // Asked for when a table needs it: .NET sets up the terminal to find out.
    public static Audience OfConsole() => new(() => Console.IsOutputRedirected ? null : Width(), !Console.IsErrorRedirected);

    // A terminal that does not know its width says 0.
    private static int? Width() => Console.WindowWidth is > 0 and var width ? width : null;
}
