namespace Mlp.Root;

/// <summary>An array of fixed size for each value, of one or several dimensions.</summary>
public sealed class ArrayColumn : Column
{
    internal ArrayColumn(Column items, IReadOnlyList<int> shape) => (Items, Shape, Size) = (items, shape, shape.Aggregate(1, (product, size) => checked(product * size)));

    /// <summary>The sizes of the dimensions.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many items each value has: the product of the sizes.</summary>
    public int Size { get; }

    /// <summary>All items of all values, one behind the other.</summary>
    public Column Items { get; }

    internal void Add(int values) => Count += values;

    internal override void Clear()
    {
        Items.Clear();
        Count = 0;
    }

    internal override void Expect(int values, double bytes) => Items.Expect((int)Math.Min((long)values * Size, 1 << 24), bytes);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Items.Dispose();
}
