using System.IO.Compression;

namespace Mlp.Training.Sources;

/// <summary>
/// A gzip file, unpacked, with a line of its own behind the end: a file that was cut off does not come to that line. The framework takes the end of
/// the bytes for the end of the data.
/// </summary>
internal sealed class MarkedGzip(Stream file) : Stream
{
    private static readonly byte[] Packed = Pack();
    private int _given;

    /// <summary>The line.</summary>
    public static ReadOnlySpan<byte> Mark => "\u0001the end of the file, and not of a part of it\u0001"u8;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static Stream Open(Stream file) => new GZipStream(new MarkedGzip(file), CompressionMode.Decompress);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        if (read > 0 || buffer.Length == 0)
        {
            return read;
        }

        var taken = Math.Min(buffer.Length, Packed.Length - _given);
        Packed.AsSpan(_given, taken).CopyTo(buffer);
        _given += taken;
        return taken;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    // A member of its own: gzip files may follow each other in one.
    private static byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write("\n"u8);
            gzip.Write(Mark);
        }

        return packed.ToArray();
    }
}
