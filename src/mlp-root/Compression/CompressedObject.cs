namespace Mlp.Root;

/// <summary>The bytes of an object as they lie in a file: blocks, each with a header of nine bytes, up to 16 MB each.</summary>
internal static class CompressedObject
{
    public const int HeaderBytes = 9;

    /// <summary>Decompresses all blocks, which must fill the span exactly.</summary>
    public static void Decompress(ReadOnlySpan<byte> blocks, Span<byte> into, Origin origin)
    {
        var position = 0;
        while (into.Length > 0)
        {
            var header = BlockHeader.Read(blocks[position..], into.Length, origin, position);
            var block = blocks.Slice(position + HeaderBytes, header.CompressedBytes);
            Decode(header, block, into[..header.Bytes], origin, position);
            into = into[header.Bytes..];
            position += HeaderBytes + header.CompressedBytes;
        }
    }

    /// <summary>Whether the blocks' own headers promise that many bytes: asked before memory is taken for them.</summary>
    public static void Check(ReadOnlySpan<byte> blocks, int bytes, Origin origin)
    {
        for (var position = 0; bytes > 0;)
        {
            var header = BlockHeader.Read(blocks[position..], bytes, origin, position);
            bytes -= header.Bytes;
            position += HeaderBytes + header.CompressedBytes;
        }
    }

    private static void Decode(BlockHeader header, ReadOnlySpan<byte> block, Span<byte> into, Origin origin, int position)
    {
        var written = header.Method switch
        {
            BlockMethod.Zlib => Zlib.Decode(block, into),
            BlockMethod.OldZlib => Zlib.DecodeRaw(block, into),
            BlockMethod.Lz4 => Lz4.Decode(block, into),
            BlockMethod.Zstandard => Zstandard.Decode(block, into),
            _ => Lzma.Decode(block, into),
        };
        if (written != into.Length)
        {
            throw origin.Refusal(position, $"a block of {header.Method} does not decompress to the {into.Length} bytes it announces");
        }
    }
}
