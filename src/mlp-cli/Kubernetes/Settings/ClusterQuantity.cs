using System.Globalization;
using System.Text.RegularExpressions;

namespace Mlp.Cli.Kubernetes.Settings;

/// <summary>Cores and memory as Kubernetes writes them.</summary>
internal static partial class ClusterQuantity
{
    private static readonly Dictionary<string, decimal> Units = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["m"] = 0.001m,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
    };

    // A thousandth of a core is the least there is; more than thousands of cores are memory, misplaced.
    public static bool IsCpu(string text) => Read(text) is (var number, "" or "m") && number is >= 0.001m and <= 10_000 && number * 1000 % 1 == 0;

    // Below a few megabytes nothing starts: 512m, for one, is half a byte.
    public static bool IsMemory(string text) => Read(text) is (var number, not "m") && number is >= 1 << 20 and <= 1L << 46;

    public static decimal Value(string text) => Read(text)!.Value.Number;

    private static (decimal Number, string Unit)? Read(string text)
    {
        var match = Form().Match(text);
        return match.Success && Units.TryGetValue(match.Groups["unit"].Value, out var factor)
            ? (decimal.Parse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * factor, match.Groups["unit"].Value)
            : null;
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,15}(\.[0-9]{1,9})?)(?<unit>[A-Za-z]{0,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
