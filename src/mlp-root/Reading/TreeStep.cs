namespace Mlp.Root;

/// <summary>Some entries of a tree: a column for each branch that was asked for. Its memory is given back when it is disposed.</summary>
public sealed class TreeStep : IDisposable
{
    private readonly BranchColumn[] _columns;

    internal TreeStep(long first, int count, BranchColumn[] columns) => (First, Count, _columns) = (first, count, columns);

    /// <summary>The number of the first entry.</summary>
    public long First { get; internal set; }

    /// <summary>How many entries it has.</summary>
    public int Count { get; }

    /// <summary>The branches in the order in which they were asked for.</summary>
    public IReadOnlyList<BranchColumn> Columns => _columns;

    /// <summary>The values of the branch at a place of what was asked for.</summary>
    /// <exception cref="RootFormatException">The branch could not be read.</exception>
    public Column this[int index] => _columns[index].Demand();

    /// <summary>The values of a branch by its name or path.</summary>
    /// <exception cref="RootFormatException">The branch could not be read.</exception>
    public Column this[string name] => Find(name)?.Demand()
        ?? throw new ArgumentException($"branch '{name}' was not asked for", nameof(name));

    /// <summary>The numbers of a branch that has one for each entry.</summary>
    /// <exception cref="InvalidOperationException">The branch holds something else; says what.</exception>
    public ReadOnlySpan<T> Numbers<T>(string name)
        where T : unmanaged => this[name] is NumberColumn<T> numbers ? numbers.Values : throw Other(name, $"no {typeof(T).Name} for each entry");

    /// <summary>The items of a branch that has several numbers for each entry, all one behind the other.</summary>
    /// <param name="name">The branch's name or path.</param>
    /// <param name="offsets">The items of entry i are those from offset i up to offset i + 1.</param>
    /// <exception cref="InvalidOperationException">The branch holds something else; says what.</exception>
    public ReadOnlySpan<T> Items<T>(string name, out ReadOnlySpan<int> offsets)
        where T : unmanaged
    {
        if (this[name] is not ListColumn { Items: NumberColumn<T> items } lists)
        {
            throw Other(name, $"no list of {typeof(T).Name} for each entry");
        }

        offsets = lists.Offsets;
        return items.Values;
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_columns, column => column.Dispose());

    // Friends' branches may be called without their alias.
    private BranchColumn? Find(string name) => Array.Find(_columns, column => column.Branch.Path == name || column.Branch.Name == name)
        ?? Array.Find(_columns, column => column.Branch.FriendAlias is not null && column.Branch.Description.Name == name);

    private InvalidOperationException Other(string name, string wanted) =>
        new($"branch '{name}' has {wanted}: its type is {Find(name)!.Branch.TypeName}");
}
