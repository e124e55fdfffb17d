using System.CommandLine.Parsing;
using System.Globalization;

namespace Mlp.Cli.Commands;

/// <summary>Times as people write them: a date, a date and a time, or how long from now.</summary>
internal static class Moment
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static DateTimeOffset? TryRead(string text) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A time, or one so many days (<c>90d</c>) or hours (<c>12h</c>) from now.</summary>
    public static DateTimeOffset? TryReadFromNow(string text, TimeProvider clock)
    {
        if (TryRead(text) is { } time)
        {
            return time;
        }

        var hours = text.Length > 1 ? text[^1] switch { 'd' => 24, 'h' => 1, _ => 0 } : 0;
        return hours > 0 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 100_000
            ? clock.GetUtcNow().AddHours((double)count * hours)
            : null;
    }

    public static DateTimeOffset? Refuse(ArgumentResult result, string otherForms = "")
    {
        result.AddError($"'{result.Tokens[0].Value}' is not a time: write 2026-03-01 or 2026-03-01T12:00:00Z{otherForms}");
        return null;
    }
}
