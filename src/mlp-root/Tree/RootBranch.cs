namespace Mlp.Root;

/// <summary>A branch that holds values: the same of every entry.</summary>
public sealed class RootBranch
{
    private readonly Lazy<Decoder> _decoder;
    private readonly Lazy<string> _typeName;
    private readonly string _ownPath;
    private readonly IReadOnlyList<string> _parents;

    internal RootBranch(RootTree tree, BranchDescription description, string path, IReadOnlyList<string> parents)
    {
        (Tree, Description, Name, Path, _ownPath, _parents) = (tree, description, description.Name, path, path, parents);
        _decoder = new(FindDecoder);
        _typeName = new(() => TypeNames.Of(_decoder.Value) ?? BranchDecoders.DeclaredType(description, parents, tree.File.Classes));
    }

    /// <summary>Its name.</summary>
    public string Name { get; private init; }

    /// <summary>The names of the branches above it and its own, with slashes between.</summary>
    public string Path { get; private init; }

    /// <summary>The title it was given.</summary>
    public string Title => Description.Title;

    /// <summary>The type of an entry's value, as C++ would write it.</summary>
    public string TypeName => _typeName.Value;

    /// <summary>How many entries it has.</summary>
    public long Entries => Description.Entries;

    /// <summary>The bytes of its values, uncompressed.</summary>
    public long Bytes => Description.Bytes;

    /// <summary>The bytes that its values take in the file.</summary>
    public long StoredBytes => Description.StoredBytes;

    /// <summary>How many baskets hold its values.</summary>
    public int Baskets => Description.Baskets.Count;

    /// <summary>Why its values cannot be read; null where they can, as far as the file's description says.</summary>
    public string? Unreadable => _decoder.Value is UnknownDecoder unknown ? unknown.Reason : null;

    /// <summary>The type of its numbers, where each entry has one number, or one list or array of numbers; else null.</summary>
    public Type? NumberType => Numbers.Type;

    /// <summary>Whether each entry has a list or an array of numbers.</summary>
    public bool HasSeveralNumbers => Numbers.AreSeveral;

    /// <summary>What the tree beside its own calls its own; null where it was not reached through a friend.</summary>
    public string? FriendAlias { get; private init; }

    /// <summary>The tree it belongs to.</summary>
    public RootTree Tree { get; }

    internal BranchDescription Description { get; }

    internal Decoder Decoder => _decoder.Value;

    /// <summary>What holds its baskets: the tree's file, or another that lies beside it.</summary>
    internal IByteSource Source => Description.FileName.Length > 0 && Unreadable is null ? Tree.File.Beside(Description.FileName).Source : Tree.File.Source;

    private (Type? Type, bool AreSeveral) Numbers
    {
        get
        {
            using var heap = new ObjectHeap(Tree.File.Name);
            using var column = Decoder.NewColumn(heap.NewBudget());
            return column switch
            {
                NumberColumn numbers => (numbers.ElementType, false),
                ListColumn { Items: NumberColumn items } => (items.ElementType, true),
                ArrayColumn { Items: NumberColumn items } => (items.ElementType, true),
                _ => (null, false),
            };
        }
    }

    /// <summary>The branch that says how long the arrays of this one are, where they are those of split objects.</summary>
    internal RootBranch? Counter => _decoder.Value is SplitCountedDecoder split ? CounterOf(split) : null;

    private Decoder FindDecoder()
    {
        if (SourceProblem() is { } problem)
        {
            return new UnknownDecoder(problem);
        }

        var decoder = BranchDecoders.Find(Description, _parents, Tree.File.Classes);
        return decoder is SplitCountedDecoder split && CounterOf(split) is null
            ? new UnknownDecoder($"'{split.Array.CountName}' counts its arrays, and there is no branch of such numbers")
            : decoder;
    }

    // It lies beside this one, and has the same name up to the member's.
    private RootBranch? CounterOf(SplitCountedDecoder split)
    {
        var path = BranchDescription.WithoutBrackets(_ownPath);
        return Tree.Branch(path[..(path.LastIndexOfAny(['.', '/']) + 1)] + split.Array.CountName) is { HasCounts: true } counter ? counter : null;
    }

    // Asked of the description, for what counts must not be counted by another in turn.
    private bool HasCounts => BranchDecoders.Find(Description, _parents, Tree.File.Classes) is RestDecoder { Item: NumberDecoder<int> };

    private string? SourceProblem()
    {
        try
        {
            _ = Description.FileName.Length > 0 ? Tree.File.Beside(Description.FileName) : null;
            return null;
        }
        catch (Exception e) when (OtherFile.Problem(e) is not null)
        {
            return $"its values lie in another file, {Description.FileName}, which cannot be opened: {OtherFile.Problem(e)}";
        }
    }

    /// <summary>The branch as the tree beside its own calls it.</summary>
    internal RootBranch Under(string alias) => new(Tree, Description, Path, _parents) { FriendAlias = alias, Name = $"{alias}.{Name}", Path = $"{alias}.{Path}" };

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {TypeName}";
}
