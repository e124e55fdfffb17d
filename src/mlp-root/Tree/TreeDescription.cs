namespace Mlp.Root;

/// <summary>TTree as the file describes it.</summary>
internal sealed class TreeDescription
{
    private readonly Dictionary<string, RootBranch> _byName = new(StringComparer.Ordinal);
    private readonly List<RootBranch> _branches = [];

    private TreeDescription(RootTree tree, Value described)
    {
        Entries = described.Int64Of("fEntries");
        Aliases = described.ItemsOf("fAliases").Where(alias => alias.Target is not null)
            .GroupBy(alias => alias.TextOf("fName")).ToDictionary(group => group.Key, group => group.Last().TextOf("fTitle"));
        Friends = [.. described.ItemsOf("fFriends").Where(friend => friend.Target is not null)
            .Select(friend => new FriendTree(friend.TextOf("fName"), friend.TextOf("fTreeName"), friend.TextOf("fTitle")))];
        IsIndexed = described.Member("fTreeIndex")?.Target is not null || described.ItemsOf("fIndex").Any();
        foreach (var branch in described.ItemsOf("fBranches").Where(branch => branch.Target is not null))
        {
            Add(tree, BranchDescription.From(branch), "", []);
        }
    }

    public long Entries { get; }

    public IReadOnlyList<RootBranch> Branches => _branches;

    public IReadOnlyDictionary<string, string> Aliases { get; }

    public IReadOnlyList<FriendTree> Friends { get; }

    /// <summary>Whether an index says which entry belongs to which of another tree.</summary>
    public bool IsIndexed { get; }

    public static TreeDescription Read(RootTree tree, KeyHeader key)
    {
        var (column, heap) = ObjectReading.Read(tree.File.Source, key, tree.File.Classes);
        using (column)
        using (heap)
        {
            return new(tree, column[0]);
        }
    }

    public RootBranch? Find(string name) => _byName.GetValueOrDefault(name);

    private void Add(RootTree tree, BranchDescription branch, string prefix, IReadOnlyList<string> parents)
    {
        var path = prefix + branch.Name;
        if (branch.Branches.Count == 0)
        {
            var found = new RootBranch(tree, branch, path, parents);
            _branches.Add(found);
            _byName.TryAdd(path, found);
            _byName.TryAdd(branch.Name, found);
            return;
        }

        foreach (var child in branch.Branches)
        {
            Add(tree, child, $"{path}/", [branch.ClassName, .. parents]);
        }
    }
}
