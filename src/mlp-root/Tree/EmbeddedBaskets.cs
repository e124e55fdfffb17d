namespace Mlp.Root;

/// <summary>Baskets that were still in memory when their tree was written, and lie within it.</summary>
internal sealed class EmbeddedBaskets : Column
{
    private readonly List<EmbeddedBasket> _baskets = [];

    public EmbeddedBasket Basket(int index) => _baskets[index];

    public void Add(EmbeddedBasket basket)
    {
        _baskets.Add(basket);
        Count++;
    }

    internal override void Clear()
    {
        _baskets.Clear();
        Count = 0;
    }

    protected override void Dispose(bool disposing)
    {
    }
}

/// <param name="Bytes">What a basket of the file would hold, uncompressed: values, then offsets.</param>
internal sealed record EmbeddedBasket(BasketHeader Header, byte[] Bytes);

/// <summary>Reads baskets within a tree.</summary>
internal sealed class EmbeddedBasketDecoder : Decoder
{
    private const int GeneratedOffsets = 80;

    public override Column NewColumn(ColumnBudget budget) => new EmbeddedBaskets();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state)
    {
        var header = BasketHeader.Read(ref cursor, out var flag);
        var flags = flag >= GeneratedOffsets ? flag - GeneratedOffsets : flag;
        var hasOffsets = header.NevBuf > 0 && flag < GeneratedOffsets && flag != 0 && flag % 10 != 2;
        var offsets = hasOffsets ? cursor.Take(cursor.Count(4) * 4) : [];
        var displacements = hasOffsets && flags > 40 ? cursor.Take(cursor.Count(4) * 4) : [];
        var values = flags == 1 || flags > 10 ? cursor.Take(header.Last) : [];
        ((EmbeddedBaskets)into).Add(new(header, [.. values[Math.Min(header.KeyLen, values.Length)..], .. Counted(offsets), .. Counted(displacements)]));
    }

    // As on disk: a count stands before the offsets.
    private static byte[] Counted(ReadOnlySpan<byte> numbers)
    {
        if (numbers.Length == 0)
        {
            return [];
        }

        var count = BitConverter.GetBytes(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(numbers.Length / 4));
        return [.. count, .. numbers];
    }
}
