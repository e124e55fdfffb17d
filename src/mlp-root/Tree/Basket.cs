using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Mlp.Root;

/// <summary>The values of some entries of a branch, uncompressed. One object serves for many baskets, one after the other.</summary>
internal sealed class Basket : IDisposable
{
    private ObjectBytes _bytes;
    private BasketHeader _header;

    public Origin Origin => _bytes.Origin;

    /// <summary>Where the values end and the offsets begin.</summary>
    public int Border { get; private set; }

    public int Entries => _header.NevBuf;

    /// <summary>The bytes of every entry, as the basket says; only where there are no offsets.</summary>
    public int EntrySize => _header.EntrySize;

    public int KeyLength => _header.KeyLen;

    public bool HasOffsets => Border + 4 + (4L * Entries) <= _bytes.Length;

    public ReadOnlySpan<byte> Values => _bytes.Span[..Border];

    /// <summary>The offsets as they are written: big-endian and with the key's bytes counted.</summary>
    public ReadOnlySpan<int> WrittenOffsets => MemoryMarshal.Cast<byte, int>(_bytes.Span.Slice(Border + 4, 4 * Entries));

    /// <summary>Reads a basket of the file.</summary>
    public void Load(IByteSource source, BasketPlace place)
    {
        var origin = new Origin(source.Name, place.Position);
        if (!place.LiesWithin(source.Length))
        {
            throw origin.Refusal(0, $"a basket of {place.Bytes} bytes lies outside of the file");
        }

        var stored = ArrayPool<byte>.Shared.Rent(place.Bytes);
        try
        {
            source.Read(place.Position, stored.AsSpan(0, place.Bytes));
            Load(stored, place.Bytes, origin);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(stored);
            throw;
        }
    }

    /// <summary>Takes stored bytes in rented memory, which becomes the basket's.</summary>
    public void Load(byte[] stored, int bytes, Origin origin)
    {
        Dispose();
        var cursor = new RootCursor(stored.AsSpan(0, bytes), origin);
        var header = BasketHeader.Read(ref cursor, out _);
        if (header.KeyLen > bytes || header.NBytes != bytes)
        {
            throw origin.Refusal(0, $"a basket of {bytes} bytes announces {header.NBytes}");
        }

        var packed = origin with { Packed = true };
        var border = BorderOf(header, header.ObjLen, packed);
        _bytes = ObjectBytes.Unpack(stored, header.KeyLen, bytes - header.KeyLen, header.ObjLen, packed);
        (_header, Border) = (header, border);
    }

    public void Load(EmbeddedBasket embedded, Origin origin)
    {
        Dispose();
        var border = BorderOf(embedded.Header, embedded.Bytes.Length, origin);
        _bytes = ObjectBytes.Copy(embedded.Bytes, origin);
        (_header, Border) = (embedded.Header, border);
    }

    /// <summary>Where an entry's values begin.</summary>
    public int Offset(int entry) => entry >= Entries ? Border : Checked(BinaryPrimitives.ReadInt32BigEndian(_bytes.Span[(Border + 4 + (4 * entry))..]) - KeyLength);

    public void Dispose()
    {
        _bytes.Dispose();
        (_bytes, _header, Border) = (default, default, 0);
    }

    private static int BorderOf(BasketHeader header, int bytes, Origin origin)
    {
        var border = header.Last - header.KeyLen;
        return border >= 0 && border <= bytes ? border : throw origin.Refusal(0, $"a basket of {bytes} bytes has values up to {border}");
    }

    private int Checked(int offset) => offset >= 0 && offset <= Border ? offset : throw Origin.Refusal(0, $"an entry begins at byte {offset} of {Border}");
}
