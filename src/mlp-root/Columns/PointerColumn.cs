namespace Mlp.Root;

/// <summary>For each value an object of a class that the file names, or none. Several values may point to one object.</summary>
public sealed class PointerColumn : Column
{
    private readonly ObjectHeap _heap;
    private Rented<int> _kinds;
    private Rented<int> _rows;

    internal PointerColumn(ObjectHeap heap) => _heap = heap;

    /// <summary>The object of a value; null where there is none.</summary>
    public Value? Target(int index) => _kinds.Values[index] is var kind and >= 0 ? new Value(_heap[kind].Column, _rows.Values[index]) : null;

    /// <summary>The class of a value's object; null where there is none.</summary>
    public string? ClassName(int index) => _kinds.Values[index] is var kind and >= 0 ? _heap[kind].ClassName : null;

    internal ObjectHeap Heap => _heap;

    internal void Add(ObjectReference target)
    {
        Count++;
        _kinds.Add(target.Kind);
        _rows.Add(target.Row);
    }

    internal override void Clear()
    {
        _kinds.Clear();
        _rows.Clear();
        Count = 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _kinds.Free();
        _rows.Free();
        _heap.Dispose();
        Count = 0;
    }
}
