namespace Mlp.Root;

/// <summary>Values of a branch, and the objects that pointers among them lead to.</summary>
internal sealed class BranchValues : IDisposable
{
    private readonly BranchReader _reader;

    public BranchValues(RootBranch branch, BranchReader reader)
    {
        _reader = reader;
        Heap = new(branch.Tree.File.Name);
        Column = branch.Decoder.NewColumn(Heap.NewBudget());
    }

    public Column Column { get; }

    public ObjectHeap Heap { get; }

    /// <summary>Forgets the values and keeps the memory.</summary>
    public void Clear()
    {
        Column.Clear();
        Heap.Clear();
    }

    /// <summary>Gives the memory to the reader, for the values to come, or back.</summary>
    public void Dispose()
    {
        if (!_reader.Keep(this))
        {
            Free();
        }
    }

    public void Free()
    {
        Column.Dispose();
        Heap.Dispose();
    }
}
