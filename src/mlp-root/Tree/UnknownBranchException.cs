namespace Mlp.Root;

/// <summary>A tree has no branch of that name.</summary>
public sealed class UnknownBranchException : Exception
{
    private const int Suggested = 3;

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
            NameDistance.Closest(name, tree.Branches.Concat(tree.OpenFriends().SelectMany(friend => friend.Branches)).Select(branch => branch.Path), Suggested),
            string.Concat(tree.OpenFriends().Where(friend => friend.Problem is not null).Select(friend => $"; its friend '{friend.Friend.Alias}' cannot be opened: {friend.Problem}")));
}
