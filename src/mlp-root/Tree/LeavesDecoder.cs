namespace Mlp.Root;

/// <summary>A branch of several leaves: their values one behind the other, for each entry.</summary>
internal sealed class LeavesDecoder(IReadOnlyList<LeafDescription> leaves) : Decoder
{
    private readonly Decoder[] _leaves = [.. leaves.Select(leaf => leaf.Decoder)];

    public override int LeastBytes => 0;

    public override int FixedBytes => Array.TrueForAll(_leaves, leaf => leaf.FixedBytes > 0) ? _leaves.Sum(leaf => leaf.FixedBytes) : 0;

    public override Column NewColumn(ColumnBudget budget) =>
        new RecordColumn("", [.. leaves.Select((leaf, i) => new Field(leaf.Name, _leaves[i].NewColumn(budget), false))]);

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var record = (RecordColumn)into;
        for (var i = 0; i < _leaves.Length; i++)
        {
            var column = record.Fields[i].Column;
            if (_leaves[i] is RestDecoder list && leaves[i].CountName is { } name)
            {
                ReadCounted(ref cursor, list.Item, (ListColumn)column, record, name, state);
            }
            else
            {
                _leaves[i].Read(ref cursor, column, state);
            }
        }

        record.Add(1);
    }

    private static void ReadCounted(ref RootCursor cursor, Decoder item, ListColumn into, RecordColumn record, string name, DecodeState state)
    {
        if (record.Member(name) is NumberColumn<int> counts)
        {
            item.ReadMany(ref cursor, into.Items, cursor.Fits(counts.Values[^1], item.LeastBytes), state);
        }
        else
        {
            item.ReadRest(ref cursor, into.Items, state);
        }

        into.EndValue();
    }
}
