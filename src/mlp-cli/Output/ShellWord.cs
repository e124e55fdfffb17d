namespace Mlp.Cli.Output;

/// <summary>A text as one word of a shell's command: for commands that are written to scripts, and shown to people who paste them.</summary>
internal static class ShellWord
{
    /// <summary>As it is where no shell reads anything into it, else in quotes.</summary>
    public static string Of(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "/._-:@%+,=".Contains(c, StringComparison.Ordinal)) ? text : Quoted(text);

    public static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
