namespace Mlp.Root;

/// <summary>A tree that is being written. All branches get the same number of entries.</summary>
public sealed class TreeWriter
{
    internal const int BasketBytes = 32_000;
    private readonly List<BranchWriter> _branches = [];

    internal TreeWriter(RootWriter file, string name, string title) => (File, Name, Title) = (file, name, title);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its title.</summary>
    public string Title { get; }

    internal RootWriter File { get; }

    internal List<FriendTree> Friends { get; } = [];

    // An index is written where its refusal is to be seen.
    internal Action<ObjectWriter>? Index { get; set; }

    internal IReadOnlyList<BranchWriter> Branches => _branches;

    /// <summary>Adds a branch of one number, or bool, for each entry.</summary>
    public FlatWriter<T> Flat<T>(string name)
        where T : unmanaged => Add(new FlatWriter<T>(this, name));

    /// <summary>Adds a branch that counts the items of others.</summary>
    public CounterWriter Counter(string name) => Add(new CounterWriter(this, name));

    /// <summary>Says that the entries of another tree stand beside those of this one.</summary>
    /// <param name="tree">Its name, behind those of the directories that hold it.</param>
    /// <param name="fileName">The file that holds it, seen from the folder of this one; empty where it is this file.</param>
    /// <param name="alias">What its branches are called by; where nothing is said, its name.</param>
    public void Friend(string tree, string fileName = "", string? alias = null) => Friends.Add(new(alias ?? tree, tree, fileName));

    /// <summary>Ends the baskets of all branches here, so that later readers can begin here.</summary>
    /// <exception cref="InvalidOperationException">Branches have different numbers of entries.</exception>
    public void Flush()
    {
        if (_branches.Find(branch => branch.Entries != _branches[0].Entries) is { } other)
        {
            throw new InvalidOperationException($"branch '{other.Name}' of tree '{Name}' has {other.Entries} entries, '{_branches[0].Name}' has {_branches[0].Entries}");
        }

        _branches.ForEach(branch => branch.Flush());
    }

    internal T Add<T>(T branch)
        where T : BranchWriter
    {
        if (_branches.Exists(known => known.Name == branch.Name))
        {
            throw new ArgumentException($"tree '{Name}' has a branch '{branch.Name}' already");
        }

        _branches.Add(branch);
        return branch;
    }

    internal ReadOnlyMemory<byte> Describe(int keyLength) => TreeObject.Write(this, keyLength);
}
