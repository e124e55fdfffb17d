using System.Buffers.Binary;
using System.Numerics;

namespace Mlp.Root;

/// <summary>From the bytes of a basket to columns.</summary>
internal static class BasketDecoding
{
    /// <summary>Entries from first up to end, counted within the basket.</summary>
    public static void Decode(Basket basket, Decoder decoder, Column into, int first, int end, DecodeState state)
    {
        var fixedBytes = decoder.FixedBytes;
        if (fixedBytes > 0 && (long)fixedBytes * basket.Entries == basket.Border)
        {
            var cursor = new RootCursor(basket.Values[(first * fixedBytes)..(end * fixedBytes)], basket.Origin);
            decoder.ReadMany(ref cursor, into, end - first, state);
        }
        else if (basket.HasOffsets && decoder is RestDecoder { Skipped: 0, Item.FixedBytes: > 0 } list)
        {
            DecodeLists(basket, list.Item, (ListColumn)into, first, end, state);
        }
        else
        {
            DecodeEach(basket, decoder, into, first, end, state);
        }
    }

    // All items of all entries at once; then where each entry's items end.
    private static void DecodeLists(Basket basket, Decoder item, ListColumn into, int first, int end, DecodeState state)
    {
        var size = item.FixedBytes;
        var start = basket.Offset(first);
        var stop = basket.Offset(end);
        var before = into.Items.Count;
        if (stop < start || (stop - start) % size != 0)
        {
            throw basket.Origin.Refusal(0, $"items of {size} bytes do not fill the bytes from {start} to {stop}");
        }

        var cursor = new RootCursor(basket.Values[start..stop], basket.Origin);
        item.ReadMany(ref cursor, into.Items, (stop - start) / size, state);
        Ends(basket, into.Extend(end - first), first, start, size, before);
    }

    // Offsets are bytes from the key on; ends are items from the column's begin on.
    private static void Ends(Basket basket, Span<int> ends, int first, int start, int size, int before)
    {
        var written = basket.WrittenOffsets[(first + 1)..];
        var known = Math.Min(written.Length, ends.Length);
        BinaryPrimitives.ReverseEndianness(written[..known], ends[..known]);
        var key = basket.KeyLength;
        ends[known..].Fill(basket.Border + key);
        if (!Ascend(ends, start + key, basket.Border + key))
        {
            throw basket.Origin.Refusal(0, $"an entry between {first} and {first + ends.Length} of a basket begins before the one before it, or behind its end");
        }

        if (BitOperations.IsPow2(size))
        {
            Shift(ends, start + key, BitOperations.Log2((uint)size), before);
        }
        else
        {
            Divide(ends, start + key, size, before);
        }
    }

    private static bool Ascend(ReadOnlySpan<int> values, int first, int last)
    {
        if (values.Length == 0)
        {
            return true;
        }

        if (values[0] < first || values[^1] > last)
        {
            return false;
        }

        var i = 1;
        for (; i <= values.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            if (Vector.LessThanAny(new Vector<int>(values[i..]), new Vector<int>(values[(i - 1)..])))
            {
                return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if (values[i] < values[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private static void Shift(Span<int> values, int origin, int bits, int before)
    {
        var (origins, befores) = (new Vector<int>(origin), new Vector<int>(before));
        var i = 0;
        for (; i <= values.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            (((new Vector<int>(values[i..]) - origins) >> bits) + befores).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = ((values[i] - origin) >> bits) + before;
        }
    }

    private static void Divide(Span<int> values, int origin, int size, int before)
    {
        foreach (ref var value in values)
        {
            value = ((value - origin) / size) + before;
        }
    }

    private static void DecodeEach(Basket basket, Decoder decoder, Column into, int first, int end, DecodeState state)
    {
        for (var entry = first; entry < end; entry++)
        {
            var (start, stop) = Bounds(basket, entry);
            if (stop < start)
            {
                throw basket.Origin.Refusal(0, $"entry {entry} of a basket ends at byte {stop} and begins at {start}");
            }

            var cursor = new RootCursor(basket.Values[start..stop], basket.Origin);
            state.Forget();
            state.KeyLength = basket.KeyLength + start;
            decoder.Read(ref cursor, into, state);
            if (cursor.Remaining > 0)
            {
                cursor.Refuse($"{cursor.Remaining} bytes of an entry are left over");
            }
        }
    }

    private static (int Start, int Stop) Bounds(Basket basket, int entry)
    {
        if (basket.HasOffsets)
        {
            return (basket.Offset(entry), basket.Offset(entry + 1));
        }

        if (basket.Entries == 1)
        {
            return (0, basket.Border);
        }

        if ((long)basket.EntrySize * basket.Entries != basket.Border)
        {
            throw basket.Origin.Refusal(0, $"{basket.Entries} entries of {basket.EntrySize} bytes do not fill {basket.Border} bytes, and there are no offsets");
        }

        return (entry * basket.EntrySize, (entry + 1) * basket.EntrySize);
    }
}
