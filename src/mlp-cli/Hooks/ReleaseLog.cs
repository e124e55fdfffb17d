using System.Text;
using System.Text.RegularExpressions;

namespace Mlp.Cli.Hooks;

/// <summary>Reads what commands said.</summary>
internal static partial class ReleaseLog
{
    private const int Tail = 64 << 10;
    private const string Remedy = "  remedy: ";

    /// <summary>Why the last command failed: the error that it ended with; null where it did not say.</summary>
    /// <param name="file">The log.</param>
    /// <param name="from">Where that command's part of it begins.</param>
    public static ReleaseFailure? Failure(string file, long from)
    {
        var lines = End(file, from).Split('\n');
        var at = Array.FindLastIndex(lines, line => Error().IsMatch(line));
        if (at < 0)
        {
            return null;
        }

        var error = Error().Match(lines[at]);
        var remedy = lines.Skip(at + 1).FirstOrDefault(line => line.StartsWith(Remedy, StringComparison.Ordinal));
        return new(error.Groups["code"].Value, error.Groups["fact"].Value, remedy?[Remedy.Length..]);
    }

    private static string End(string file, long from)
    {
        using var log = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Position = Math.Max(from, log.Length - Tail);
        using var reader = new StreamReader(log, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("^(?<code>MLP[0-9]{4}): (?<fact>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Error();
}
