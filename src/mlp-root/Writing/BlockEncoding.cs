using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Mlp.Root;

/// <summary>Compresses the bytes of an object into blocks.</summary>
internal static class BlockEncoding
{
    // The sizes of a block have three bytes.
    private const int LargestBlock = 0xFF_FFFF;

    /// <summary>The blocks; the bytes themselves where nothing is gained.</summary>
    public static ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> bytes, RootCompression compression)
    {
        if (compression == RootCompression.None || bytes.IsEmpty)
        {
            return bytes;
        }

        var blocks = new ArrayBufferWriter<byte>(bytes.Length);
        for (var rest = bytes; rest.Length > 0; rest = rest[Math.Min(LargestBlock, rest.Length)..])
        {
            var block = rest[..Math.Min(LargestBlock, rest.Length)];
            var packed = Pack(block.Span, compression);
            if (packed.Length >= block.Length)
            {
                return bytes;
            }

            WriteHeader(blocks.GetSpan(CompressedObject.HeaderBytes), compression, packed.Length, block.Length);
            blocks.Advance(CompressedObject.HeaderBytes);
            blocks.Write(packed);
        }

        return blocks.WrittenCount < bytes.Length ? blocks.WrittenMemory : bytes;
    }

    /// <summary>The compression as trees name it: method times hundred and level.</summary>
    public static int Code(RootCompression compression) => compression switch
    {
        RootCompression.Zlib => 101,
        RootCompression.Lz4 => 404,
        RootCompression.Zstandard => 505,
        _ => 0,
    };

    private static ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> block, RootCompression compression) => compression switch
    {
        RootCompression.Zlib => Deflated(block),
        RootCompression.Lz4 => Lz4Packed(block),
        _ => Zstandard.Encode(block),
    };

    private static ReadOnlySpan<byte> Deflated(ReadOnlySpan<byte> block)
    {
        using var packed = new MemoryStream(block.Length);
        using (var stream = new ZLibStream(packed, new ZLibCompressionOptions { CompressionLevel = 1 }, leaveOpen: true))
        {
            stream.Write(block);
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    private static ReadOnlySpan<byte> Lz4Packed(ReadOnlySpan<byte> block)
    {
        var packed = Lz4.Encode(block);
        var blockWithSum = new byte[packed.Length + 8];
        BinaryPrimitives.WriteUInt64BigEndian(blockWithSum, XxHash64.Of(packed));
        packed.CopyTo(blockWithSum.AsSpan(8));
        return blockWithSum;
    }

    private static void WriteHeader(Span<byte> header, RootCompression compression, int packed, int bytes)
    {
        var letters = compression switch
        {
            RootCompression.Zlib => "ZL\u0008"u8,
            RootCompression.Lz4 => "L4\u0001"u8,
            _ => "ZS\u0001"u8,
        };
        letters.CopyTo(header);
        Size(header[3..], packed);
        Size(header[6..], bytes);
    }

    private static void Size(Span<byte> into, int size) => (into[0], into[1], into[2]) = ((byte)size, (byte)(size >> 8), (byte)(size >> 16));
}
