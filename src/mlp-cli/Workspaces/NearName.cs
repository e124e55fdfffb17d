using Mlp.Root;

namespace Mlp.Cli.Workspaces;

/// <summary>What somebody who mistyped a name may have meant.</summary>
internal static class NearName
{
    /// <summary>The known name that the fewest changes lead to, or null where all are far.</summary>
    public static string? Of(string name, IEnumerable<string> known) => known
        .Select(candidate => (Candidate: candidate, Changes: NameDistance.Between(name, candidate)))
        .Where(near => near.Changes <= Math.Max(1, near.Candidate.Length / 3))
        .OrderBy(near => near.Changes)
        .Select(near => near.Candidate)
        .FirstOrDefault();
}
