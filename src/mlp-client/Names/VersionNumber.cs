using System.Globalization;

namespace Mlp;

/// <summary>One number of a version: decimal digits, no sign, no leading zero, at most nine digits.</summary>
internal static class VersionNumber
{
    public static int? TryParse(string text) =>
        text.Length is >= 1 and <= 9 && !text.AsSpan().ContainsAnyExceptInRange('0', '9') && (text.Length == 1 || text[0] != '0')
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
