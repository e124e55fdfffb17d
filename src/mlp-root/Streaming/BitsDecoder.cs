namespace Mlp.Root;

/// <summary>std::bitset: a count of bits, then a byte for each.</summary>
internal sealed class BitsDecoder(int bits, bool hasHeader) : Decoder
{
    private readonly NumberDecoder<bool> _bit = new();

    public override int LeastBytes => 4;

    public override Column NewColumn(ColumnBudget budget) => new ArrayColumn(_bit.NewColumn(budget), [bits]);

    public override void Read(ref RootCursor cursor, Column into, DecodeState state) => ReadBits(ref cursor, into, 1, hasHeader, state);

    public override void ReadMembers(ref RootCursor cursor, Column into, int count, DecodeState state) => ReadBits(ref cursor, into, count, true, state);

    private void ReadBits(ref RootCursor cursor, Column into, int count, bool behindHeader, DecodeState state)
    {
        var header = behindHeader ? cursor.Header() : new ObjectHeader(0, -1, 0);
        var arrays = (ArrayColumn)into;
        for (var i = 0; i < count; i++)
        {
            if (cursor.Int32() is var written && written != bits)
            {
                cursor.Refuse($"a bitset of {bits} bits was written with {written}");
            }

            _bit.ReadMany(ref cursor, arrays.Items, bits, state);
            arrays.Add(1);
        }

        cursor.Finish(header, "std::bitset");
    }
}
