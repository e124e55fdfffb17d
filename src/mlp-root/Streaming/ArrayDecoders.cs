namespace Mlp.Root;

/// <summary>A fixed array.</summary>
internal sealed class FixedArrayDecoder(Decoder item, IReadOnlyList<int> shape) : Decoder
{
    private readonly int _size = shape.Aggregate(1, (product, size) => checked(product * size));

    public Decoder Item => item;

    public IReadOnlyList<int> Shape => shape;

    public override int LeastBytes => (int)Math.Min(int.MaxValue, (long)_size * item.LeastBytes);

    public override int FixedBytes => (long)_size * item.FixedBytes is var bytes && bytes < int.MaxValue ? (int)bytes : 0;

    public override Column NewColumn(ColumnBudget budget) => budget.Nested(nested => new ArrayColumn(item.NewColumn(nested), shape));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state) => ReadMany(ref cursor, into, 1, state);

    public override void ReadMany(ref RootCursor cursor, Column into, int count, DecodeState state)
    {
        cursor.Fits(count, Math.Max(1, LeastBytes));
        var arrays = (ArrayColumn)into;
        item.ReadMany(ref cursor, arrays.Items, checked(count * _size), state);
        arrays.Add(count);
    }

    public override void ReadMembers(ref RootCursor cursor, Column into, int count, DecodeState state)
    {
        cursor.Fits(count, Math.Max(1, LeastBytes));
        var arrays = (ArrayColumn)into;
        item.ReadMembers(ref cursor, arrays.Items, checked(count * _size), state);
        arrays.Add(count);
    }
}

/// <summary>An array that another member counts: a flag of one byte, then the items.</summary>
internal sealed class CountedArrayDecoder(Decoder item, string countName) : Decoder
{
    public string CountName => countName;

    public Decoder Item => item;

    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => item.NewColumn(budget.Renewed()));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state) =>
        cursor.Refuse($"an array counted by '{countName}' stands where no '{countName}' is known");

    public void Read(ref RootCursor cursor, ListColumn into, int count, DecodeState state)
    {
        if (cursor.UInt8() != 0)
        {
            item.ReadMany(ref cursor, into.Items, cursor.Fits(count, item.LeastBytes), state);
        }

        into.EndValue();
    }
}

/// <summary>An array as the whole value of a branch's entry: as many items as there are bytes.</summary>
internal sealed class RestDecoder(Decoder item, int skipped) : Decoder
{
    public Decoder Item => item;

    public int Skipped => skipped;

    public override int LeastBytes => 0;

    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => item.NewColumn(budget.Renewed()));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var list = (ListColumn)into;
        cursor.Take(Math.Min(skipped, cursor.Remaining));
        if (cursor.Remaining > 0)
        {
            item.ReadRest(ref cursor, list.Items, state);
        }

        list.EndValue();
    }
}
