using System.Buffers.Binary;

namespace Mlp.Root;

/// <summary>LZ4 blocks behind their checksum of eight bytes.</summary>
internal static unsafe class Lz4
{
    private const int ChecksumBytes = 8;
    private static readonly bool IsPresent = NativeLibraries.Has("liblz4");
    private static readonly delegate* unmanaged<byte*, byte*, int, int, int> Decompress =
        IsPresent ? (delegate* unmanaged<byte*, byte*, int, int, int>)NativeLibraries.Function("liblz4", "LZ4_decompress_safe") : null;

    private static readonly delegate* unmanaged<byte*, byte*, int, int, int> Compress =
        IsPresent ? (delegate* unmanaged<byte*, byte*, int, int, int>)NativeLibraries.Function("liblz4", "LZ4_compress_default") : null;

    public static int Decode(ReadOnlySpan<byte> block, Span<byte> into)
    {
        if (block.Length < ChecksumBytes || BinaryPrimitives.ReadUInt64BigEndian(block) != XxHash64.Of(block[ChecksumBytes..]))
        {
            return -1;
        }

        return IsPresent ? Native(block[ChecksumBytes..], into) : Managed(block[ChecksumBytes..], into);
    }

    /// <summary>Compresses by the library; without the checksum.</summary>
    public static ReadOnlySpan<byte> Encode(ReadOnlySpan<byte> block)
    {
        NativeLibraries.Demand(IsPresent, "liblz4", "liblz4-1");
        var packed = new byte[block.Length + (block.Length / 255) + 16];
        fixed (byte* source = block)
        fixed (byte* target = packed)
        {
            return packed.AsSpan(0, Compress(source, target, block.Length, packed.Length));
        }
    }

    private static int Native(ReadOnlySpan<byte> block, Span<byte> into)
    {
        fixed (byte* source = block)
        fixed (byte* target = into)
        {
            return Decompress(source, target, block.Length, into.Length);
        }
    }

    /// <summary>The same in C#, every copy checked: for systems without the library.</summary>
    internal static int Managed(ReadOnlySpan<byte> block, Span<byte> into)
    {
        int read = 0, written = 0;
        while (read < block.Length)
        {
            var token = block[read++];
            if (!Length(block, ref read, token >> 4, out var literals) || literals > block.Length - read || literals > into.Length - written)
            {
                return -1;
            }

            block.Slice(read, literals).CopyTo(into[written..]);
            read += literals;
            written += literals;
            if (read == block.Length)
            {
                return written;
            }

            if (!Match(block, ref read, token & 15, into, ref written))
            {
                return -1;
            }
        }

        return -1;
    }

    private static bool Match(ReadOnlySpan<byte> block, ref int read, int nibble, Span<byte> into, ref int written)
    {
        if (block.Length - read < 2)
        {
            return false;
        }

        var distance = block[read] | (block[read + 1] << 8);
        read += 2;
        if (!Length(block, ref read, nibble, out var length) || distance == 0 || distance > written || length + 4 > into.Length - written)
        {
            return false;
        }

        Repeat(into, written, distance, length + 4);
        written += length + 4;
        return true;
    }

    private static void Repeat(Span<byte> into, int written, int distance, int length)
    {
        while (length > 0)
        {
            var part = Math.Min(length, distance);
            into.Slice(written - distance, part).CopyTo(into[written..]);
            written += part;
            length -= part;
            distance += part;
        }
    }

    private static bool Length(ReadOnlySpan<byte> block, ref int read, int nibble, out int length)
    {
        length = nibble;
        if (nibble < 15)
        {
            return true;
        }

        while (read < block.Length)
        {
            var more = block[read++];
            length += more;
            if (more != 255)
            {
                return true;
            }
        }

        return false;
    }
}
