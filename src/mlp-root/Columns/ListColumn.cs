namespace Mlp.Root;

/// <summary>A list of any length for each value: its items lie from one offset to the next.</summary>
public sealed class ListColumn : Column
{
    private readonly Func<Column> _newItems;
    private Rented<int> _offsets;
    private Column? _items;

    internal ListColumn(Func<Column> newItems)
    {
        _newItems = newItems;
        _offsets.Add(0);
    }

    /// <summary>One more than there are values: items of value i are those from offset i up to offset i + 1.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.Values;

    /// <summary>Offsets, as memory.</summary>
    public ReadOnlyMemory<int> OffsetsMemory => _offsets.Memory;

    /// <summary>All items of all values, one behind the other.</summary>
    public Column Items => _items ??= _newItems();

    internal void EndValue()
    {
        Count++;
        _offsets.Add(Items.Count);
    }

    /// <summary>Space for the ends of so many values.</summary>
    internal Span<int> Extend(int values)
    {
        Count += values;
        return _offsets.Extend(values);
    }

    internal override void Clear()
    {
        _items?.Clear();
        _offsets.Clear();
        _offsets.Add(0);
        Count = 0;
    }

    internal override void Expect(int values, double bytes)
    {
        // An offset of each entry is among the bytes.
        _offsets.Reserve(values);
        if (Items is NumberColumn { ItemBytes: var size })
        {
            Items.Expect((int)(Math.Max(0, bytes - (4.0 * values)) / size * 1.05), bytes);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _offsets.Free();
        _items?.Dispose();
        Count = 0;
    }
}
