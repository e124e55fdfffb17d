namespace Mlp.Root;

/// <summary>A pair: an item of a map.</summary>
/// <param name="Item">Its type where it stands in a collection.</param>
/// <param name="Member">Its type where it is streamed as a member.</param>
internal readonly record struct PairPart(Decoder Item, Decoder Member);

internal sealed class PairDecoder(PairPart first, PairPart second, bool hasHeader) : Decoder, IMemberWise
{
    public override int LeastBytes => 2;

    public override Column NewColumn(ColumnBudget budget) =>
        budget.Nested(nested => new RecordColumn("pair", [new("first", first.Item.NewColumn(nested), false), new("second", second.Item.NewColumn(nested), false)]));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var record = (RecordColumn)into;
        if (hasHeader)
        {
            var header = cursor.Header();
            ClassVersion.From(header.Version, ref cursor);
            first.Member.Read(ref cursor, record.Fields[0].Column, state);
            second.Member.Read(ref cursor, record.Fields[1].Column, state);
            cursor.Finish(header, "a pair");
        }
        else
        {
            first.Item.Read(ref cursor, record.Fields[0].Column, state);
            second.Item.Read(ref cursor, record.Fields[1].Column, state);
        }

        record.Add(1);
    }

    public void ReadMemberWise(ref RootCursor cursor, Column into, int count, ClassVersion version, DecodeState state)
    {
        var record = (RecordColumn)into;
        first.Member.ReadMembers(ref cursor, record.Fields[0].Column, count, state);
        second.Member.ReadMembers(ref cursor, record.Fields[1].Column, count, state);
        record.Add(count);
    }
}
