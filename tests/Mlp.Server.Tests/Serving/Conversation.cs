using System.Net;
using System.Text;

namespace Mlp.Server.Tests.Serving;

/// <summary>A body of which a test says one line after the other.</summary>
internal sealed class Conversation : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task Say(string line)
    {
        var stream = await _stream.Task;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        await stream.FlushAsync();
    }

    public void End() => _end.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _stream.SetResult(stream);
        return _end.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}

/// <summary>The same bytes again and again.</summary>
internal sealed class Repeated(byte[] bytes, long length) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var at = (int)(_read % bytes.Length);
        var taken = (int)Math.Min(Math.Min(count, bytes.Length - at), length - _read);
        bytes.AsSpan(at, taken).CopyTo(buffer.AsSpan(offset));
        _read += taken;
        return taken;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
