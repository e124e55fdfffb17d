namespace Mlp.Root;

/// <summary>TBranchObject: the name of the class before every object.</summary>
internal sealed class NamedObjectDecoder(Decoder item, bool hasName) : Decoder
{
    public override Column NewColumn(ColumnBudget budget) => item.NewColumn(budget);

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        if (hasName)
        {
            cursor.Take(cursor.UInt8() + 1);
        }

        item.Read(ref cursor, into, state);
    }
}

/// <summary>A branch of std::string: with or without a header, as the writer's version had it.</summary>
internal sealed class StringBranchDecoder : Decoder
{
    public override Column NewColumn(ColumnBudget budget) => new TextColumn();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        // Without a header, the length leads exactly to the end of the entry.
        var start = cursor.Position;
        int first = cursor.Peek();
        if (first < 255 && first == cursor.Remaining - 1)
        {
            ((TextColumn)into).Add(cursor.TextBytes());
            return;
        }

        if (first != 255 && (first & 0x40) != 0)
        {
            var header = cursor.Header();
            ((TextColumn)into).Add(cursor.TextBytes());
            cursor.Finish(header, "std::string");
            return;
        }

        cursor.MoveTo(start);
        ((TextColumn)into).Add(cursor.TextBytes());
    }
}

/// <summary>A branch of whole objects: most have no header, for the branch says which class they are of.</summary>
internal sealed class WholeObjectDecoder(ClassDecoder objects, StreamerInfo info) : Decoder
{
    public ClassDecoder Objects => objects;

    public override Column NewColumn(ColumnBudget budget) => objects.NewColumn(budget);

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        if (objects.HasHeader(cursor))
        {
            objects.Read(ref cursor, into, state);
        }
        else
        {
            objects.ReadMembersOf(info, ref cursor, (RecordColumn)into, state);
        }
    }
}
