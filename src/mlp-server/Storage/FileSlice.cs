using Microsoft.Win32.SafeHandles;

namespace Mlp.Server.Storage;

/// <summary>Some bytes of an open file as a stream of their own; several may read one file at once.</summary>
internal sealed class FileSlice(SafeFileHandle handle, long start, long length) : Stream
{
    private long _position;

    /// <summary>Closed with the slice; null where the file belongs to someone else.</summary>
    public IDisposable? Owned { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer) => Advance(RandomAccess.Read(handle, buffer[..Within(buffer.Length)], start + _position));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, Ct cancellationToken = default) =>
        Advance(await RandomAccess.ReadAsync(handle, buffer[..Within(buffer.Length)], start + _position, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, Ct cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Owned?.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Within(int wanted) => (int)Math.Clamp(length - _position, 0, wanted);

    private int Advance(int read)
    {
        _position += read;
        return read;
    }
}
