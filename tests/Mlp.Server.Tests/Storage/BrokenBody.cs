namespace Mlp.Server.Tests.Storage;

/// <summary>A body that breaks, as when its sender vanishes: it gives some bytes, then an error.</summary>
internal sealed class BrokenBody(byte[] content, Exception end) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position == content.Length)
        {
            throw end;
        }

        var read = Math.Min(Math.Min(count, 7_000), content.Length - _position);
        content.AsSpan(_position, read).CopyTo(buffer.AsSpan(offset));
        _position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
