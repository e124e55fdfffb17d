namespace Mlp.Root;

/// <summary>How like each other names are.</summary>
internal static class NameDistance
{
    /// <summary>How many characters have to be put in, left out or changed (Levenshtein's distance), with upper and lower case taken for the same.</summary>
    public static int Between(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < other.Length; j++)
            {
                var changed = diagonal + (char.ToUpperInvariant(one[i]) == char.ToUpperInvariant(other[j]) ? 0 : 1);
                (diagonal, row[j + 1]) = (row[j + 1], Math.Min(changed, Math.Min(row[j], row[j + 1]) + 1));
            }
        }

        return row[^1];
    }

    /// <summary>The known names that the fewest changes lead to, near or far.</summary>
    public static IReadOnlyList<string> Closest(string name, IEnumerable<string> known, int count) =>
        [.. known.Distinct().OrderBy(candidate => Between(name, candidate)).Take(count)];
}
