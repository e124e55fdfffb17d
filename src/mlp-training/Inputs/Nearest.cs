using Mlp.Root;

namespace Mlp.Training.Inputs;

/// <summary>Names that somebody may have meant.</summary>
internal static class Nearest
{
    private const int Most = 3;

    /// <summary>A part of a sentence that names the closest ones; empty where none is close.</summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        var close = Of(name, known);
        return close.Count == 0 ? "" : $" (closest: {string.Join(", ", close)})";
    }

    /// <summary>The same as what to do.</summary>
    public static string Remedy(string name, IEnumerable<string> known)
    {
        var close = Of(name, known);
        return close.Count == 0 ? "correct the name" : $"closest: {string.Join(", ", close)}";
    }

    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known)
    {
        var limit = Math.Max(2, name.Length / 2);
        return [.. known.Select(other => (other, Distance: NameDistance.Between(name, other))).Where(pair => pair.Distance <= limit).OrderBy(pair => pair.Distance).ThenBy(pair => pair.other, StringComparer.Ordinal).Take(Most).Select(pair => pair.other)];
    }
}
