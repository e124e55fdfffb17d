using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Mlp;

/// <summary>The header blocks of an archive of parameters and of an image's layer, byte for byte as GNU tar writes them: owner 0, 0644 and 0755, one fixed time.</summary>
/// <remarks>
/// Not the framework's tar writer: digests are kept for years, so the bytes may not change with a runtime.
/// As each (name, type, size) has one header, a reader compares with it and needs no rules of its own.
/// </remarks>
internal static class TarHeader
{
    public const int BlockSize = 512;
    public const byte RegularFile = (byte)'0';
    public const byte Directory = (byte)'5';
    public const byte LongName = (byte)'L';
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

    public static byte Type(ReadOnlySpan<byte> block) => block[156];

    public static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> block)
    {
        var name = block[..NameSize];
        var end = name.IndexOf((byte)0);
        return end < 0 ? name : name[..end];
    }

    /// <summary>The size, or null where the field holds no number.</summary>
    public static long? Size(ReadOnlySpan<byte> block)
    {
        var field = block.Slice(124, 12);
        return field[0] == 0x80 ? BinaryPrimitives.ReadInt64BigEndian(field[4..]) : Octal(field[..11]);
    }

    public static bool HasRightChecksum(ReadOnlySpan<byte> block) => Octal(block.Slice(148, 6)) == Checksum(block);

    /// <summary>Which field of a block is not as it must be, in words.</summary>
    public static string Difference(ReadOnlySpan<byte> block, ReadOnlySpan<byte> expected)
    {
        foreach (var (name, start, length) in Fields)
        {
            if (!block.Slice(start, length).SequenceEqual(expected.Slice(start, length)))
            {
                return $"its {name} is '{Shown(block.Slice(start, length))}', expected '{Shown(expected.Slice(start, length))}'";
            }
        }

        return "its header has bytes behind the last field";
    }

    private static readonly (string Name, int Start, int Length)[] Fields =
    [
        ("format", 257, 8), ("mode", 100, 8), ("owner", 108, 8), ("group", 116, 8), ("modification time", 136, 12), ("size", 124, 12),
        ("owner's name", 265, 32), ("group's name", 297, 32), ("link", 157, 100), ("device", 329, 16), ("name", 0, NameSize),
    ];

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
        WriteOctal(block.Slice(148, 6), Checksum(block));
        block[155] = (byte)' ';
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

    private static long? Octal(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            value = (value << 3) + (digit - '0');
        }

        return value;
    }

    // The checksum's own field counts as spaces.
    private static int Checksum(ReadOnlySpan<byte> block)
    {
        var sum = 8 * ' ';
        for (var i = 0; i < BlockSize; i++)
        {
            sum += i is >= 148 and < 156 ? 0 : block[i];
        }

        return sum;
    }

    private static string Shown(ReadOnlySpan<byte> field)
    {
        var text = new StringBuilder();
        foreach (var b in field.TrimEnd((byte)0))
        {
            _ = b is >= 0x20 and < 0x7f ? text.Append((char)b) : text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }

        return text.ToString();
    }
}
