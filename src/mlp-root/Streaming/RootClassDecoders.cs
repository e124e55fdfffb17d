namespace Mlp.Root;

/// <summary>TObject: an identity and bits, which say nothing about the data.</summary>
internal sealed class ObjectBaseDecoder : Decoder
{
    public override int LeastBytes => 10;

    public override Column NewColumn(ColumnBudget budget) => new EmptyColumn();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        Skip(ref cursor);
        ((EmptyColumn)into).Add(1);
    }

    /// <returns>The object's bits.</returns>
    public static uint Skip(ref RootCursor cursor)
    {
        const int ByteCountBit = 0x4000;
        const uint IsReferenced = 1 << 4;
        if ((cursor.Int16() & ByteCountBit) != 0)
        {
            cursor.Take(4);
        }

        cursor.Take(4);
        var bits = cursor.UInt32();
        if ((bits & IsReferenced) != 0)
        {
            cursor.Take(2);
        }

        return bits;
    }
}

/// <summary>The bits of TObject; the number of its process follows where they say that others refer to it.</summary>
internal sealed class ObjectBitsDecoder : Decoder
{
    private const uint IsReferenced = 1 << 4;

    public override int LeastBytes => 4;

    public override Column NewColumn(ColumnBudget budget) => new NumberColumn<uint>();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var bits = cursor.UInt32();
        ((NumberColumn<uint>)into).Add(bits);
        if ((bits & IsReferenced) != 0)
        {
            cursor.Take(2);
        }
    }
}

/// <summary>TObjArray: pointers.</summary>
internal sealed class ObjectArrayDecoder(Decoder pointer) : Decoder
{
    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => pointer.NewColumn(budget.Renewed()));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var header = cursor.Header();
        if (header.Version > 2)
        {
            ObjectBaseDecoder.Skip(ref cursor);
        }

        if (header.Version > 1)
        {
            cursor.TextBytes();
        }

        var count = cursor.Count(0);
        cursor.Int32();
        var list = (ListColumn)into;
        pointer.ReadMany(ref cursor, list.Items, cursor.Fits(count, 4), state);
        list.EndValue();
        cursor.Finish(header, "TObjArray");
    }
}

/// <summary>TList, THashList: pointers, each with an option.</summary>
internal sealed class ObjectListDecoder(Decoder pointer) : Decoder
{
    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => pointer.NewColumn(budget.Renewed()));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var header = cursor.Header();
        ObjectBaseDecoder.Skip(ref cursor);
        cursor.TextBytes();
        var list = (ListColumn)into;
        for (var left = cursor.Count(4); left > 0; left--)
        {
            pointer.Read(ref cursor, list.Items, state);
            cursor.TextBytes();
        }

        list.EndValue();
        cursor.Finish(header, "TList");
    }
}

/// <summary>TArrayI and its like: a count and numbers.</summary>
internal sealed class CountedDecoder(Decoder item) : Decoder
{
    public override int LeastBytes => 4;

    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => item.NewColumn(budget.Renewed()));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var list = (ListColumn)into;
        item.ReadMany(ref cursor, list.Items, cursor.Count(item.LeastBytes), state);
        list.EndValue();
    }
}

/// <summary>TRef: the number of the object it refers to.</summary>
internal sealed class ReferenceDecoder : Decoder
{
    public override int LeastBytes => 12;

    public override Column NewColumn(ColumnBudget budget) => new NumberColumn<uint>();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        const uint HasUuid = 1 << 5;
        cursor.Int16();
        ((NumberColumn<uint>)into).Add(cursor.UInt32());
        if ((cursor.UInt32() & HasUuid) != 0)
        {
            cursor.TextBytes();
        }
        else
        {
            cursor.Take(2);
        }
    }
}

/// <summary>TRefArray: the numbers of the objects it refers to.</summary>
internal sealed class ReferenceArrayDecoder : Decoder
{
    private readonly NumberDecoder<uint> _item = new();

    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => new NumberColumn<uint>());

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var header = cursor.Header();
        ObjectBaseDecoder.Skip(ref cursor);
        cursor.TextBytes();
        var count = cursor.Count();
        cursor.Int32();
        cursor.Take(2);
        var list = (ListColumn)into;
        _item.ReadMany(ref cursor, list.Items, count, state);
        list.EndValue();
        cursor.Finish(header, "TRefArray");
    }
}

/// <summary>TMatrixTSym: the upper triangle alone.</summary>
internal sealed class SymmetricMatrixDecoder(Decoder parent, Decoder item) : Decoder
{
    private const int LargestSide = 30_000;

    public override Column NewColumn(ColumnBudget budget) => budget.Nested(nested => new RecordColumn(
        "TMatrixTSym",
        [new("TMatrixTBase", parent.NewColumn(nested), true), new("fElements", new ListColumn(() => item.NewColumn(nested.Renewed())), false)]));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var record = (RecordColumn)into;
        parent.Read(ref cursor, record.Fields[0].Column, state);
        var rows = record.Member("fNrows") is NumberColumn<int> numbers ? numbers.Values[^1] : 0;
        if (rows is < 0 or > LargestSide)
        {
            cursor.Refuse($"a matrix has {rows} rows");
        }

        var elements = (ListColumn)record.Fields[1].Column;
        item.ReadMany(ref cursor, elements.Items, rows * (rows + 1) / 2, state);
        elements.EndValue();
        record.Add(1);
    }
}

/// <summary>What cannot be read, and why.</summary>
internal sealed class UnknownDecoder(string reason) : Decoder
{
    public string Reason => reason;

    public override Column NewColumn(ColumnBudget budget) => new EmptyColumn();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state) => cursor.Refuse(reason);
}
