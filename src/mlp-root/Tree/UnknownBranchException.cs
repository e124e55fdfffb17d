namespace Mlp.Root;

/// <summary>A tree has no branch of that name.</summary>
public sealed class UnknownBranchException : Exception
{
    /// <summary>No branch of that name.</summary>
    public UnknownBranchException(string tree, string name, IReadOnlyList<string> closest)
        : this(tree, name, closest, "")
    {
    }

    private UnknownBranchException(string tree, string name, IReadOnlyList<string> closest, string remark)
        : base($"tree '{tree}' has no branch '{name}'; closest: {string.Join(", ", closest)}{remark}") => (Name, Closest) = (name, closest);

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    /// <summary>The names of branches that are most like it.</summary>
    public IReadOnlyList<string> Closest { get; }

    internal static UnknownBranchException In(RootTree tree, string name) =>
        new(
            tree.Path,
            name,
            [.. tree.Branches.Concat(tree.OpenFriends().SelectMany(friend => friend.Branches)).Select(branch => branch.Path).Distinct().OrderBy(path => Distance(path, name)).Take(3)],
            string.Concat(tree.OpenFriends().Where(friend => friend.Problem is not null).Select(friend => $"; its friend '{friend.Friend.Alias}' cannot be opened: {friend.Problem}")));

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[^1];
    }
}
