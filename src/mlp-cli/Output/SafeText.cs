using System.Text;

namespace Mlp.Cli.Output;

/// <summary>Text of others for a terminal: what would command it, or lie about its order, is shown instead of obeyed.</summary>
internal static class SafeText
{
    /// <summary>Text that may have lines and tabs.</summary>
    public static string Lines(string text) => IsPlain(text) ? text : Escaped(text.Replace("\r\n", "\n", StringComparison.Ordinal), c => c is '\n' or '\t');

    /// <summary>Text that has to stay on its line.</summary>
    public static string Line(string text) => IsPlain(text) ? text : Escaped(text, _ => false);

    private static bool IsPlain(string text) => !text.Any(IsHarmful);

    private static string Escaped(string text, Func<char, bool> isAllowed)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = IsHarmful(c) && !isAllowed(c) ? safe.Append(Escape(c)) : safe.Append(c);
        }

        return safe.ToString();
    }

    private static string Escape(char c) => c switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ => $@"\u{(int)c:x4}",
    };

    // Control characters, line separators, and those that turn the direction of what follows.
    private static bool IsHarmful(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
