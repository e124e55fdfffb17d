namespace Mlp.Root;

/// <summary>TBasket: what stands in a basket's key. Only what is needed of it, for there are many.</summary>
internal readonly record struct BasketHeader
{
    /// <summary>All bytes: those of the key and those of the values, compressed or not.</summary>
    public int NBytes { get; private init; }

    /// <summary>The bytes of values and offsets without compression.</summary>
    public int ObjLen { get; private init; }

    public int KeyLen { get; private init; }

    /// <summary>The bytes of an entry, where there are no offsets.</summary>
    public int EntrySize { get; private init; }

    /// <summary>The entries in it.</summary>
    public int NevBuf { get; private init; }

    /// <summary>Where the values end, counted from the key's first byte.</summary>
    public int Last { get; private init; }

    public static BasketHeader Read(ref RootCursor cursor, out byte flag)
    {
        const int LongPositions = 1000;
        var bytes = cursor.Int32();
        var isLong = cursor.Int16() > LongPositions;
        var length = cursor.Int32();
        cursor.Take(4);
        var keyLength = cursor.Int16();
        cursor.Take(isLong ? 18 : 10);
        cursor.TextBytes();
        cursor.TextBytes();
        cursor.TextBytes();
        cursor.Take(6);
        var entrySize = cursor.Int32();
        if (entrySize < 0)
        {
            // A negative size says that a byte of options follows.
            cursor.Take(1);
        }

        var header = new BasketHeader { NBytes = bytes, ObjLen = length, KeyLen = keyLength, EntrySize = Math.Abs(Math.Max(entrySize, -int.MaxValue)), NevBuf = cursor.Int32(), Last = cursor.Int32() };
        flag = cursor.UInt8();
        if (header.NevBuf < 0 || header.Last < 0 || keyLength < 0 || length < 0)
        {
            cursor.Refuse($"a basket of {header.NevBuf} entries up to byte {header.Last} is impossible");
        }

        return header;
    }
}
