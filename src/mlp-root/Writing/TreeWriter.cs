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

    internal IReadOnlyList<BranchWriter> Branches => _branches;

    /// <summary>Adds a branch of one number, or bool, for each entry.</summary>
    public FlatWriter<T> Flat<T>(string name)
        where T : unmanaged => Add(new FlatWriter<T>(this, name));

    /// <summary>Adds a branch that counts the items of others.</summary>
    public CounterWriter Counter(string name) => Add(new CounterWriter(this, name));

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
