namespace Mlp.Root;

/// <summary>A fixed array of containers: one header, then the containers without.</summary>
internal sealed class HeadedArrayDecoder(Decoder item, IReadOnlyList<int> shape) : Decoder
{
    private readonly int _size = shape.Aggregate(1, (product, size) => checked(product * size));

    public override Column NewColumn(ColumnBudget budget) => budget.Nested(nested => new ArrayColumn(item.NewColumn(nested), shape));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state) => ReadMembers(ref cursor, into, 1, state);

    public override void ReadMembers(ref RootCursor cursor, Column into, int count, DecodeState state)
    {
        cursor.Fits(count, _size);
        var arrays = (ArrayColumn)into;
        item.ReadMembers(ref cursor, arrays.Items, checked(count * _size), state);
        arrays.Add(count);
    }
}
