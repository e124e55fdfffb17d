using System.IO.Compression;

namespace Mlp.Root;

/// <summary>zlib, by libdeflate where the system has it (about 1.4 times as fast), else by the framework.</summary>
internal static class Zlib
{
    public static int Decode(ReadOnlySpan<byte> block, Span<byte> into) =>
        Deflate.IsPresent ? Deflate.Decode(block, into, zlib: true) : Framework(block, into, zlib: true);

    /// <summary>Deflate without zlib's header and sum, as very old files have it.</summary>
    public static int DecodeRaw(ReadOnlySpan<byte> block, Span<byte> into) =>
        Deflate.IsPresent ? Deflate.Decode(block, into, zlib: false) : Framework(block, into, zlib: false);

    internal static unsafe int Framework(ReadOnlySpan<byte> block, Span<byte> into, bool zlib)
    {
        fixed (byte* start = block)
        {
            using var memory = new UnmanagedMemoryStream(start, block.Length);
            using Stream stream = zlib ? new ZLibStream(memory, CompressionMode.Decompress) : new DeflateStream(memory, CompressionMode.Decompress);
            try
            {
                var read = stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
                return read == into.Length && stream.ReadByte() < 0 ? read : -1;
            }
            catch (InvalidDataException)
            {
                return -1;
            }
        }
    }
}
