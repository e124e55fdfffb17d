using System.Globalization;

namespace Mlp.Cli.Output;

/// <summary>Times, sizes and the like, as people read them.</summary>
internal static class Written
{
    private const int ShortCommit = 12;
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? time) => time is { } known ? Time(known) : null;

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number of things whose plural ends in s.</summary>
    public static string Count(long number, string thing) => $"{Number(number)} {thing}{(number == 1 ? "" : "s")}";

    /// <summary>As it is given to options: <c>90m</c>, <c>2h</c>, <c>1.5s</c>.</summary>
    public static string Duration(TimeSpan time) =>
        time.Ticks % TimeSpan.TicksPerHour == 0 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0}h")
        : time.Ticks % TimeSpan.TicksPerMinute == 0 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0}m")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s");

    public static string Commit(string commit) => commit.Length > ShortCommit ? commit[..ShortCommit] : commit;

    public static string YesNo(bool value) => value ? "yes" : "no";

    public static string Size(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (size >= 1024 && unit < Units.Length - 1)
        {
            (size, unit) = (size / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? bytes : Math.Round(size, 1))} {Units[unit]}");
    }

    public static string Metadata(IReadOnlyDictionary<string, string> metadata) =>
        string.Join(' ', metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
