namespace Mlp.Root;

/// <summary>Bounds how many columns the classes of a file can ask for, and how deep they nest.</summary>
internal sealed class ColumnBudget(string file, ObjectHeap heap)
{
    private const int MaximalDepth = 40;
    private int _columns = 20_000;
    private int _depth;

    /// <summary>Where the objects lie that pointers lead to.</summary>
    public ObjectHeap Heap => heap;

    public T Nested<T>(Func<ColumnBudget, T> create)
    {
        if (--_columns < 0 || ++_depth > MaximalDepth)
        {
            throw new RootFormatException(file, 0, "the file's classes are nested without end");
        }

        var created = create(this);
        _depth--;
        return created;
    }

    public ColumnBudget Renewed() => new(file, heap);
}
