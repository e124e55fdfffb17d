namespace Mlp.Training.Expressions;

/// <summary>What somebody who mistyped a name may have meant.</summary>
internal static class NearNames
{
    // Names longer than any branch's are not worth a comparison.
    private const int Longest = 256;

    /// <summary>The known names that the fewest changes lead to.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known, int count = 3)
    {
        var compared = name.Length > Longest ? name[..Longest] : name;
        return [.. known.Distinct().OrderBy(candidate => Changes(compared, candidate)).ThenBy(candidate => candidate, StringComparer.Ordinal).Take(count)];
    }

    /// <summary>The same as a remedy.</summary>
    public static string Remedy(string name, IEnumerable<string> known)
    {
        var near = Of(name, known);
        return near.Count == 0 ? "there are none" : $"closest: {string.Join(", ", near)}";
    }

    // Levenshtein's distance, row by row, letters' case aside.
    private static int Changes(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < to.Length; j++)
            {
                var changed = diagonal + (char.ToUpperInvariant(from[i]) == char.ToUpperInvariant(to[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(changed, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
