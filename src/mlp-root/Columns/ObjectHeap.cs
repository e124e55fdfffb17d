namespace Mlp.Root;

/// <summary>Objects that pointers lead to: a column for each class and depth, so that an object is whole before another of its column begins.</summary>
internal sealed class ObjectHeap(string file) : IDisposable
{
    private readonly List<HeapColumn> _columns = [];
    private readonly Dictionary<(string ClassName, int Depth), int> _kinds = [];

    public HeapColumn this[int kind] => _columns[kind];

    public IEnumerable<Column> Columns => _columns.Select(column => column.Column);

    public ColumnBudget NewBudget() => new(file, this);

    public int KindOf(string className, int depth, Func<ColumnBudget, Column> create)
    {
        if (!_kinds.TryGetValue((className, depth), out var kind))
        {
            kind = _columns.Count;
            _columns.Add(new(className, create(NewBudget())));
            _kinds.Add((className, depth), kind);
        }

        return kind;
    }

    public void Clear() => _columns.ForEach(column => column.Column.Clear());

    public void Dispose()
    {
        // A column may hold a pointer column, which leads here again.
        var columns = _columns.ToArray();
        _columns.Clear();
        _kinds.Clear();
        foreach (var column in columns)
        {
            column.Column.Dispose();
        }
    }
}

internal sealed record HeapColumn(string ClassName, Column Column);

/// <summary>An object of a heap, or none where the kind is negative.</summary>
internal readonly record struct ObjectReference(int Kind, int Row)
{
    public static ObjectReference None { get; } = new(-1, 0);
}
