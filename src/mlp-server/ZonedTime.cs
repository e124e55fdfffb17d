using System.Globalization;
using System.Text.RegularExpressions;

namespace Mlp.Server;

/// <summary>Times as callers write them: RFC 3339. One without a zone would mean another moment on every server.</summary>
internal static partial class ZonedTime
{
    public const string Remedy = "give date, time and zone, as in 2026-01-01T00:00:00Z or 2026-01-01T01:00:00+01:00";

    public static DateTimeOffset? TryParse(string text) =>
        Form().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
