using System.Globalization;

namespace Mlp.Cli;

/// <summary>Durations, sizes and rates as people write them.</summary>
internal static class Quantity
{
    private static readonly (string Unit, double Seconds)[] Durations = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];
    private static readonly (string Unit, double Bytes)[] Sizes = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("", 1)];

    public static TimeSpan Duration(string text, string option) =>
        Read(text, Durations) is { } seconds and > 0 and < 30 * 24 * 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"{option} is not a duration", text, "write a number and a unit, as in 500ms, 30s, 5m or 1h");

    public static long Bytes(string text, string option) =>
        Read(text, Sizes) is { } bytes and >= 1 and <= long.MaxValue / 2
            ? (long)bytes
            : throw new UsageException($"{option} is not a size", text, "write a number of bytes, or a number and a unit, as in 16GiB");

    public static double Rate(string text, string option) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1_000_000
            ? rate
            : throw new UsageException($"{option} is not a rate", text, "write requests per second, as in 100, or 0 for any number");

    private static double? Read(string text, (string Unit, double Factor)[] units)
    {
        var unit = units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        return unit.Unit is not null && double.TryParse(text[..^unit.Unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number * unit.Factor
            : null;
    }
}
