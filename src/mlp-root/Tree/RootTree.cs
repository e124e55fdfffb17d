namespace Mlp.Root;

/// <summary>A tree: entries, and branches that hold values of them.</summary>
public sealed class RootTree
{
    private readonly RootKey _key;
    private readonly Lazy<TreeDescription> _description;
    private readonly Lazy<IReadOnlyList<OpenedFriend>> _friends;

    internal long Position => _key.Header.SeekKey;

    internal RootTree(RootFile file, RootKey key)
    {
        (File, _key) = (file, key);
        _description = new(() => TreeDescription.Read(this, key.Header));
        _friends = new(() => [.. Friends.Select(friend => FriendOpening.Open(this, friend))]);
    }

    /// <summary>Its name.</summary>
    public string Name => _key.Header.Name;

    /// <summary>The directories that hold it and its name, with slashes between.</summary>
    public string Path => _key.Path;

    /// <summary>The title it was given.</summary>
    public string Title => _key.Title;

    /// <summary>How many entries it has.</summary>
    public long Entries => _description.Value.Entries;

    /// <summary>The branches that hold values, in the file's order.</summary>
    public IReadOnlyList<RootBranch> Branches => _description.Value.Branches;

    /// <summary>Names for expressions over branches; nothing evaluates them here.</summary>
    public IReadOnlyDictionary<string, string> Aliases => _description.Value.Aliases;

    /// <summary>Trees, of this or of other files, whose entries stand beside those of this tree.</summary>
    public IReadOnlyList<FriendTree> Friends => _description.Value.Friends;

    /// <summary>The file that holds it.</summary>
    public RootFile File { get; }

    /// <summary>Whether its entries are to be found by their values.</summary>
    internal bool IsIndexed => _description.Value.IsIndexed;

    /// <summary>The friends, each opened the first time it is asked for; of those that cannot be opened, why. Their files are closed with this tree's.</summary>
    /// <remarks>A friend is opened where this file lies: in its folder or seen from there, or at its server. Friends of friends are not opened.</remarks>
    public IReadOnlyList<OpenedFriend> OpenFriends() => _friends.Value;

    /// <summary>The branch of a name or path; null where there is none. Friends' are called "alias.branch", or by their own name where no other has it.</summary>
    public RootBranch? Branch(string name) => _description.Value.Find(name) ?? (Friends.Count == 0 ? null : FriendBranch(name));

    /// <summary>The values of branches, in steps. Branches of friend trees may be among them.</summary>
    /// <param name="branches">What to read. A branch that cannot be read fails in its own column.</param>
    /// <param name="range">Which entries; all where nothing is said.</param>
    /// <param name="options">Memory and threads.</param>
    /// <param name="ct">Ends the reading.</param>
    public IAsyncEnumerable<TreeStep> Read(IReadOnlyList<RootBranch> branches, EntryRange? range = null, ReadOptions? options = null, Ct ct = default)
    {
        var (first, end) = range ?? EntryRange.All;
        ArgumentOutOfRangeException.ThrowIfNegative(first, nameof(range));
        return StepStream.Read(branches, first, Math.Min(end, Entries), (options ?? ReadOptions.Default).Checked(), ct);
    }

    /// <summary>The values of branches by their names or paths, in steps.</summary>
    /// <exception cref="UnknownBranchException">There is no branch of a name.</exception>
    public IAsyncEnumerable<TreeStep> Read(IEnumerable<string> branches, EntryRange? range = null, ReadOptions? options = null, Ct ct = default) =>
        Read([.. branches.Select(name => Branch(name) ?? throw UnknownBranchException.In(this, name))], range, options, ct);

    /// <summary>How the baskets of branches are compressed, by a look at some of each: "zlib", "LZ4", "Zstandard", "LZMA", "deflate" or "none"; null where there are no baskets.</summary>
    public static Task<IReadOnlyList<string?>> CompressionsAsync(IReadOnlyList<RootBranch> branches, Ct ct = default) => CompressionSurvey.Of(branches, ct);

    private RootBranch? FriendBranch(string name)
    {
        var friends = OpenFriends();
        foreach (var friend in friends.Where(friend => name.StartsWith(friend.Friend.Alias + ".", StringComparison.Ordinal)))
        {
            if (friend.Find(name[(friend.Friend.Alias.Length + 1)..]) is { } branch)
            {
                return branch;
            }
        }

        return friends.Select(friend => friend.Find(name)).OfType<RootBranch>().Take(2).ToList() is [var only] ? only : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Entries} entries";
}

/// <summary>A tree whose entries stand beside those of another.</summary>
/// <param name="Alias">What expressions call it.</param>
/// <param name="TreeName">Its name.</param>
/// <param name="FileName">The file that holds it; empty where it is the same.</param>
public sealed record FriendTree(string Alias, string TreeName, string FileName);
