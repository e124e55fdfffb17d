using System.Globalization;
using System.Text;

namespace Mlp.Cli.Discovery;

/// <summary>Texts out of files, fit to be shown: whoever wrote the file shall not write to the terminal.</summary>
internal static class Visible
{
    private const int Longest = 200;

    public static string Text(string text)
    {
        var shown = new StringBuilder();
        foreach (var letter in text.AsSpan(0, int.Min(text.Length, Longest)))
        {
            _ = char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format
                ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")
                : shown.Append(letter);
        }

        return shown.Append(text.Length > Longest ? "…" : "").ToString();
    }
}
