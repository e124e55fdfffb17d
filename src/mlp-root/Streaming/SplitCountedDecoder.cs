namespace Mlp.Root;

/// <summary>A branch of counted arrays, one for each object of a split collection. How long they are says another branch.</summary>
internal sealed class SplitCountedDecoder(CountedArrayDecoder array) : Decoder
{
    public CountedArrayDecoder Array => array;

    public override int LeastBytes => 0;

    public override Column NewColumn(ColumnBudget budget) => new ListColumn(() => array.NewColumn(budget.Renewed()));

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var lists = (ListColumn)into;
        if (state.NextCounts() is not { } counts)
        {
            cursor.Refuse($"nothing says how long the arrays are that '{array.CountName}' counts");
            return;
        }

        // Of no objects nothing is written, not even a header.
        if (counts.Length > 0)
        {
            array.ReadCounted(ref cursor, (ListColumn)lists.Items, counts.Span, state);
        }

        lists.EndValue();
    }
}
