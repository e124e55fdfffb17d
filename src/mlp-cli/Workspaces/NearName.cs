namespace Mlp.Cli.Workspaces;

/// <summary>What somebody who mistyped a name may have meant.</summary>
internal static class NearName
{
    /// <summary>The known name that the fewest changes lead to, or null where all are far.</summary>
    public static string? Of(string name, IEnumerable<string> known) => known
        .Select(candidate => (Candidate: candidate, Changes: Changes(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
        .Where(near => near.Changes <= Math.Max(1, near.Candidate.Length / 3))
        .OrderBy(near => near.Changes)
        .Select(near => near.Candidate)
        .FirstOrDefault();

    /// <summary>The known names that the fewest changes lead to, near or far.</summary>
    public static IReadOnlyList<string> Closest(string name, IEnumerable<string> known, int count) =>
        [.. known.Distinct().OrderBy(candidate => Changes(name.ToUpperInvariant(), candidate.ToUpperInvariant())).Take(count)];

    // Levenshtein's distance, row by row.
    private static int Changes(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < to.Length; j++)
            {
                var changed = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(changed, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
