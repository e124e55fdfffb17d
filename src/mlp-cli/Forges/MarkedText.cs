namespace Mlp.Cli.Forges;

/// <summary>Texts on a forge that are found again: marked by comments of Markdown, which readers do not see.</summary>
internal static class MarkedText
{
    /// <summary>A comment that is ours from its first line on.</summary>
    public static string Comment(string mark, string text) => $"{Start(mark)}\n{text.ReplaceLineEndings("\n").TrimEnd()}";

    public static bool IsComment(string? body, string mark) => body?.StartsWith(Start(mark), StringComparison.Ordinal) == true;

    /// <summary>A page with our part in it: what others wrote before and behind it stays.</summary>
    public static string Within(string? page, string mark, string text)
    {
        var (start, end) = (Start(mark), Start("/" + mark));
        var part = $"{start}\n{text.ReplaceLineEndings("\n").TrimEnd()}\n{end}";
        var there = page?.ReplaceLineEndings("\n") ?? "";
        var from = there.IndexOf(start, StringComparison.Ordinal);
        var to = from < 0 ? -1 : there.IndexOf(end, from, StringComparison.Ordinal);
        return to >= 0 ? $"{there[..from]}{part}{there[(to + end.Length)..]}" : there.Length == 0 ? part : $"{there.TrimEnd()}\n\n{part}";
    }

    /// <summary>The beginning of a text, on one line.</summary>
    public static string Line(string text, int longest)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= longest ? line : $"{line[..(longest - 1)]}…";
    }

    // Names have no '--', which would end the comment; project ids may.
    private static string Start(string mark) => $"<!-- mlp {mark.Replace("--", "-", StringComparison.Ordinal)} -->";
}
