using System.Globalization;

namespace Mlp.Serving.Options;

/// <summary>Times and sizes as people write them.</summary>
internal static class Quantity
{
    private static readonly (string Unit, double Milliseconds)[] Times = [("us", 0.001), ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    private static readonly (string Unit, long Bytes)[] Sizes = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("B", 1)];

    /// <summary><c>500us</c>, <c>5ms</c>, <c>1.5s</c>, <c>10m</c>, <c>1h</c>; a number alone is seconds. At most a day.</summary>
    public static TimeSpan? TryTime(string text)
    {
        var (unit, scale) = Times.Where(t => text.EndsWith(t.Unit, StringComparison.Ordinal)).OrderByDescending(t => t.Unit.Length).FirstOrDefault(("", 1000));
        return double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * scale <= TimeSpan.MillisecondsPerDay ? TimeSpan.FromMilliseconds(number * scale) : null;
    }

    /// <summary><c>512KiB</c>, <c>16MiB</c>, <c>1GiB</c>; a number alone is bytes.</summary>
    public static long? TrySize(string text)
    {
        var (unit, scale) = Sizes.FirstOrDefault(s => text.EndsWith(s.Unit, StringComparison.Ordinal), ("", 1));
        return long.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue / scale ? number * scale : null;
    }
}
