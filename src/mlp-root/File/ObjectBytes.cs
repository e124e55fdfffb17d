using System.Buffers;

namespace Mlp.Root;

/// <summary>The bytes of one object of a file, uncompressed, in rented memory.</summary>
internal struct ObjectBytes : IDisposable
{
    private byte[]? _rented;

    private ObjectBytes(byte[] rented, int start, int length, Origin origin) => (_rented, Start, Length, Origin) = (rented, start, length, origin);

    public int Start { get; }

    public int Length { get; }

    public Origin Origin { get; }

    public readonly ReadOnlySpan<byte> Span => _rented.AsSpan(Start, Length);

    /// <summary>Reads and decompresses the object behind a key.</summary>
    public static ObjectBytes Read(IByteSource source, KeyHeader key, long keyPosition)
    {
        var origin = new Origin(source.Name, keyPosition, Packed: true);
        if (key.KeyLen < 0 || key.NBytes < key.KeyLen || key.ObjLen < 0 || keyPosition < 0 || keyPosition > source.Length - key.NBytes)
        {
            throw origin.Refusal(0, $"the key '{key.Name}' of {key.NBytes} bytes lies outside of the file");
        }

        var stored = ArrayPool<byte>.Shared.Rent(Math.Max(1, key.StoredBytes));
        try
        {
            source.Read(keyPosition + key.KeyLen, stored.AsSpan(0, key.StoredBytes));
            return Unpack(stored, 0, key.StoredBytes, key.ObjLen, origin);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(stored);
            throw;
        }
    }

    /// <summary>Decompresses stored bytes, which are given back or become the object's.</summary>
    public static ObjectBytes Unpack(byte[] stored, int start, int storedBytes, int bytes, Origin origin)
    {
        if (bytes <= storedBytes)
        {
            return new(stored, start, bytes, origin);
        }

        var blocks = stored.AsSpan(start, storedBytes);
        CompressedObject.Check(blocks, bytes, origin);
        var unpacked = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            CompressedObject.Decompress(blocks, unpacked.AsSpan(0, bytes), origin);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(unpacked);
            throw;
        }

        ArrayPool<byte>.Shared.Return(stored);
        return new(unpacked, 0, bytes, origin);
    }

    /// <summary>Bytes that need no decompression.</summary>
    public static ObjectBytes Copy(ReadOnlySpan<byte> bytes, Origin origin)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, bytes.Length));
        bytes.CopyTo(rented);
        return new(rented, 0, bytes.Length, origin);
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }
}
