namespace Mlp.Root;

/// <summary>A branch that holds values: the same of every entry.</summary>
public sealed class RootBranch
{
    private readonly Lazy<Decoder> _decoder;
    private readonly Lazy<string> _typeName;

    internal RootBranch(RootTree tree, BranchDescription description, string path, IReadOnlyList<string> parents)
    {
        (Tree, Description, Path) = (tree, description, path);
        _decoder = new(() => BranchDecoders.Find(description, parents, tree.File.Classes));
        _typeName = new(() => TypeNames.Of(_decoder.Value) ?? BranchDecoders.DeclaredType(description, parents, tree.File.Classes));
    }

    /// <summary>Its name.</summary>
    public string Name => Description.Name;

    /// <summary>The names of the branches above it and its own, with slashes between.</summary>
    public string Path { get; }

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

    /// <summary>Why its values cannot be read; null where they can, as far as the file's description says.</summary>
    public string? Unreadable => _decoder.Value is UnknownDecoder unknown ? unknown.Reason : null;

    /// <summary>The type of its numbers, where each entry has one number, or one list or array of numbers; else null.</summary>
    public Type? NumberType => Numbers.Type;

    /// <summary>Whether each entry has a list or an array of numbers.</summary>
    public bool HasSeveralNumbers => Numbers.AreSeveral;

    /// <summary>The tree it belongs to.</summary>
    public RootTree Tree { get; }

    internal BranchDescription Description { get; }

    internal Decoder Decoder => _decoder.Value;

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

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {TypeName}";
}
