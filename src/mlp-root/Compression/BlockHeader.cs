namespace Mlp.Root;

internal enum BlockMethod
{
    Zlib,
    OldZlib,
    Lzma,
    Lz4,
    Zstandard,
}

/// <summary>What stands before each compressed block: two letters, a version, two sizes of three little-endian bytes.</summary>
internal readonly record struct BlockHeader(BlockMethod Method, int CompressedBytes, int Bytes)
{
    // What a method can make of one byte; what claims more is damaged, and gets no memory.
    private const int ZlibExpansion = 1040;
    private const int Lz4Expansion = 256;

    public static BlockHeader Read(ReadOnlySpan<byte> data, int wanted, Origin origin, int position)
    {
        if (data.Length < CompressedObject.HeaderBytes)
        {
            throw origin.Refusal(position, $"compressed data ends where {wanted} more bytes are to come out");
        }

        var method = MethodOf(data) ?? throw origin.Refusal(position, $"unknown compression '{Letter(data[0])}{Letter(data[1])}'; known: ZL, CS, XZ, L4, ZS");
        var header = new BlockHeader(method, Size(data[3..]), Size(data[6..]));
        if (header.CompressedBytes > data.Length - CompressedObject.HeaderBytes || header.Bytes == 0 || header.Bytes > wanted || header.IsImpossible())
        {
            throw origin.Refusal(position, $"a compressed block of {header.CompressedBytes} bytes for {header.Bytes} is impossible here");
        }

        return header;
    }

    private static BlockMethod? MethodOf(ReadOnlySpan<byte> data) => (data[0], data[1]) switch
    {
        ((byte)'Z', (byte)'L') => BlockMethod.Zlib,
        ((byte)'C', (byte)'S') => BlockMethod.OldZlib,
        ((byte)'X', (byte)'Z') => BlockMethod.Lzma,
        ((byte)'L', (byte)'4') => BlockMethod.Lz4,
        ((byte)'Z', (byte)'S') => BlockMethod.Zstandard,
        _ => null,
    };

    /// <summary>The method's name for people.</summary>
    public static string NameOf(ReadOnlySpan<byte> letters) => MethodOf(letters) switch
    {
        BlockMethod.Zlib => "zlib",
        BlockMethod.OldZlib => "deflate",
        BlockMethod.Lzma => "LZMA",
        BlockMethod.Lz4 => "LZ4",
        BlockMethod.Zstandard => "Zstandard",
        _ => "unknown",
    };

    private static int Size(ReadOnlySpan<byte> data) => data[0] | (data[1] << 8) | (data[2] << 16);

    private static char Letter(byte value) => value is > 32 and < 127 ? (char)value : '?';

    private bool IsImpossible() => Method switch
    {
        BlockMethod.Zlib or BlockMethod.OldZlib => Bytes > (long)CompressedBytes * ZlibExpansion,
        BlockMethod.Lz4 => Bytes > (long)CompressedBytes * Lz4Expansion,
        _ => CompressedBytes == 0,
    };
}
