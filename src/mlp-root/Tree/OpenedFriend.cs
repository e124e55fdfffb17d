namespace Mlp.Root;

/// <summary>A friend of a tree, found and opened; or why not.</summary>
public sealed class OpenedFriend
{
    private readonly Dictionary<string, RootBranch> _byName = new(StringComparer.Ordinal);

    internal OpenedFriend(FriendTree friend, RootTree tree)
    {
        (Friend, Tree, Branches) = (friend, tree, [.. tree.Branches.Select(branch => branch.Under(friend.Alias))]);
        foreach (var (branch, own) in Branches.Zip(tree.Branches))
        {
            _byName.TryAdd(own.Path, branch);
            _byName.TryAdd(own.Name, branch);
        }
    }

    internal OpenedFriend(FriendTree friend, string problem) => (Friend, Problem, Branches) = (friend, problem, []);

    /// <summary>What the tree says of its friend.</summary>
    public FriendTree Friend { get; }

    /// <summary>The friend; null where it cannot be opened.</summary>
    public RootTree? Tree { get; }

    /// <summary>Why it cannot be opened; null where it can.</summary>
    public string? Problem { get; }

    /// <summary>Its branches, with names and paths as the tree beside it calls them: "alias.branch".</summary>
    public IReadOnlyList<RootBranch> Branches { get; }

    /// <summary>The branch of a name or path, without the alias.</summary>
    internal RootBranch? Find(string name) => _byName.GetValueOrDefault(name);

    /// <inheritdoc/>
    public override string ToString() => $"{Friend.Alias}: {Tree?.ToString() ?? Problem}";
}
