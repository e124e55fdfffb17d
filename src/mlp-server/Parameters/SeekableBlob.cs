using Mlp.Server.Storage;

namespace Mlp.Server.Parameters;

/// <summary>
/// Stored bytes as a stream that can seek: whoever reads headers and skips contents loads the headers alone, from a folder
/// or from afar.
/// </summary>
internal sealed class SeekableBlob(IBlobStore blobs, Digest digest, long length, Ct ct) : Stream
{
    private const int WindowSize = 16 * 1024;
    private readonly byte[] _window = new byte[WindowSize];
    private long _windowStart;
    private int _windowLength;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (Position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        if (Position < _windowStart || Position >= _windowStart + _windowLength)
        {
            LoadWindow().GetAwaiter().GetResult();
        }

        var offset = (int)(Position - _windowStart);
        var count = Math.Min(buffer.Length, _windowLength - offset);
        _window.AsSpan(offset, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    // The reader of archives is synchronous; the few windows it needs are loaded while it waits.
    private async Task LoadWindow()
    {
        var wanted = (int)Math.Min(WindowSize, length - Position);
        await using var part = await blobs.Open(digest, Position, wanted, ct)
            ?? throw new Refusal(ErrorCode.StorageFailed, $"the content {digest} vanished from the storage", digest.Text, "check the storage; nothing deletes stored content");
        await part.ReadExactlyAsync(_window.AsMemory(0, wanted), ct);
        (_windowStart, _windowLength) = (Position, wanted);
    }
}
