using System.Globalization;
using System.Text.RegularExpressions;

namespace Mlp.Cli.Building;

/// <summary>Which builds of a library the runtime loads that serves models: .NET 10 on any system.</summary>
internal static partial class ServingRuntime
{
    public const string Framework = "net10.0";
    private static readonly Version Newest = new(10, 0);

    /// <summary>The highest of these that it loads, or null.</summary>
    public static string? Best(IEnumerable<string> frameworks) => frameworks
        .Select(framework => (Framework: framework, Rank: Rank(framework)))
        .Where(candidate => candidate.Rank is not null)
        .OrderByDescending(candidate => candidate.Rank)
        .Select(candidate => candidate.Framework)
        .FirstOrDefault();

    // net5.0 and later before netcoreapp before netstandard; net10.0-windows and net48 need what is not there.
    private static (int Kind, Version Version)? Rank(string framework)
    {
        var match = Pattern().Match(framework);
        if (!match.Success)
        {
            return null;
        }

        var version = new Version(
            int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture));
        return match.Groups[1].Value.ToUpperInvariant() switch
        {
            "NET" => version.Major >= 5 && version <= Newest ? (2, version) : null,
            "NETCOREAPP" => version.Major <= 3 ? (1, version) : null,
            _ => (0, version),
        };
    }

    [GeneratedRegex(@"^(net|netcoreapp|netstandard)([0-9]{1,3})\.([0-9]{1,3})\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
