using System.IO.Compression;

namespace Mlp.Oci;

/// <summary>Decides by a sample whether a layer is compressed: weights gain nothing and cost seconds.</summary>
internal static class Compression
{
    private const int Piece = 64 << 10;
    private const int Pieces = 32;
    private const double WorthIt = 0.9;

    /// <summary>No name, no time, no level, an unknown system: nothing of the machine.</summary>
    public static ReadOnlyMemory<byte> GzipHeader { get; } = new byte[] { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff };

    /// <summary>Whether pieces taken evenly over all files, as if they were one, shrink by a tenth.</summary>
    public static bool Pays(IEnumerable<(string Path, long Length)> files)
    {
        var all = files.ToList();
        var total = all.Sum(f => f.Length);
        var step = Math.Max(total / Pieces, Piece);
        var (taken, compressed, buffer, next, start) = (0L, 0L, new byte[Piece], 0L, 0L);
        foreach (var (path, length) in all)
        {
            for (; next < start + length; next += step)
            {
                var read = ReadPiece(path, next - start, buffer);
                taken += read;
                compressed += CompressedSize(buffer.AsSpan(0, read));
            }

            start += length;
        }

        return taken > 0 && compressed < taken * WorthIt;
    }

    private static int ReadPiece(string path, long offset, byte[] buffer)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return RandomAccess.Read(file, buffer, offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderEntries.CannotPack(path, $"cannot be read: {e.Message}", "check that it is there and may be read", e);
        }
    }

    private static long CompressedSize(ReadOnlySpan<byte> bytes)
    {
        using var counted = new MemoryStream(Piece);
        using (var deflate = new DeflateStream(counted, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return counted.Length;
    }
}
