using System.Buffers.Binary;

namespace Mlp.Oci;

/// <summary>The header blocks of a layer's tar, byte for byte as GNU tar writes them: owner 0, 0644 and 0755, one fixed time.</summary>
/// <remarks>Not the framework's writer: digests must stay when the runtime changes.</remarks>
internal static class TarHeader
{
    public const int BlockSize = 512;
    public const byte RegularFile = (byte)'0';
    public const byte Directory = (byte)'5';
    private const byte LongName = (byte)'L';
    private const int NameSize = 100;
    private const long ModificationTime = 946_684_800; // 2000-01-01T00:00:00Z
    private const long LargestOctalSize = (1L << 33) - 1;

    /// <summary>The blocks that precede an entry's bytes: one, or three and more where the name is long.</summary>
    public static byte[] For(ReadOnlySpan<byte> name, byte type, long size)
    {
        var longName = name.Length > NameSize ? (int)Padded(name.Length + 1) + BlockSize : 0;
        var blocks = new byte[longName + BlockSize];
        if (longName > 0)
        {
            Write(blocks, "././@LongLink"u8, LongName, name.Length + 1, modificationTime: 0);
            name.CopyTo(blocks.AsSpan(BlockSize));
        }

        Write(blocks.AsSpan(longName), name[..Math.Min(name.Length, NameSize)], type, size, ModificationTime);
        return blocks;
    }

    public static long Padded(long size) => (size + BlockSize - 1) / BlockSize * BlockSize;

    private static void Write(Span<byte> block, ReadOnlySpan<byte> name, byte type, long size, long modificationTime)
    {
        name.CopyTo(block);
        WriteOctal(block.Slice(100, 7), type == Directory ? 0b111_101_101 : 0b110_100_100);
        WriteOctal(block.Slice(108, 7), 0);
        WriteOctal(block.Slice(116, 7), 0);
        WriteSize(block.Slice(124, 12), size);
        WriteOctal(block.Slice(136, 11), modificationTime);
        block[156] = type;
        "ustar  "u8.CopyTo(block[257..]);
        block.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var b in block[..BlockSize])
        {
            sum += b;
        }

        WriteOctal(block.Slice(148, 6), sum);
        block[154] = 0;
    }

    private static void WriteSize(Span<byte> field, long size)
    {
        if (size <= LargestOctalSize)
        {
            WriteOctal(field[..11], size);
            return;
        }

        field[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(field[4..], size);
    }

    private static void WriteOctal(Span<byte> field, long value)
    {
        for (var i = field.Length - 1; i >= 0; i--, value >>= 3)
        {
            field[i] = (byte)('0' + (value & 7));
        }
    }
}
