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

/// <summary>An array that another member counts: for each object a flag of one byte, then the items.</summary>
internal class CountedArrayDecoder(Decoder item, string countName) : Decoder
{
    public string CountName => countName;

    public Decoder Item => item;

    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => item.NewColumn(budget.Renewed()));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state) =>
        cursor.Refuse($"an array counted by '{countName}' stands where no '{countName}' is known");

    /// <summary>The arrays of objects, one for each count.</summary>
    public virtual void ReadCounted(ref RootCursor cursor, ListColumn into, scoped ReadOnlySpan<int> counts, DecodeState state)
    {
        foreach (var count in counts)
        {
            if (cursor.UInt8() != 0)
            {
                item.ReadMany(ref cursor, into.Items, cursor.Fits(count, item.LeastBytes), state);
            }

            into.EndValue();
        }
    }
}

/// <summary>An array of objects that another member counts: a header before all, then the objects.</summary>
internal sealed class CountedObjectsDecoder(Decoder item, string countName) : CountedArrayDecoder(item, countName)
{
    public override void ReadCounted(ref RootCursor cursor, ListColumn into, scoped ReadOnlySpan<int> counts, DecodeState state)
    {
        var header = cursor.Header();
        foreach (var count in counts)
        {
            Item.ReadMany(ref cursor, into.Items, cursor.Fits(count, Item.LeastBytes), state);
            into.EndValue();
        }

        cursor.Finish(header, "an array of objects");
    }
}

/// <summary>An array of objects as the whole value of a branch's entry: a header, then as many as there are bytes.</summary>
internal sealed class RestOfObjectsDecoder(Decoder item) : Decoder
{
    public Decoder Item => item;

    public override int LeastBytes => 2;

    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => item.NewColumn(budget.Renewed()));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var list = (ListColumn)into;
        var header = cursor.Header();
        item.ReadRest(ref cursor, list.Items, state);
        list.EndValue();
        cursor.Finish(header, "an array of objects");
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
