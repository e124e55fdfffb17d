using System.Buffers;
using System.IO.Pipelines;

namespace Mlp.Server.InProcess;

/// <summary>
/// The caller's end of a connection within this process. It behaves as the stream of a socket does: closing it, from any thread, fails
/// what is being read and written, and a side that leaves is noticed by the other.
/// </summary>
internal sealed class PrivateStream(PipeReader input, PipeWriter output, Action left) : Stream
{
    private const int Reading = 1;
    private const int Closed = 2;
    private volatile Exception? _broken;
    private int _state;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private bool IsClosed => (Volatile.Read(ref _state) & Closed) != 0;

    /// <summary>The other side gives the connection up; what has arrived can still be read.</summary>
    public void Break(Exception reason)
    {
        _broken = reason;
        input.CancelPendingRead();
        output.CancelPendingFlush();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, Ct cancellationToken = default)
    {
        if ((Interlocked.Or(ref _state, Reading) & Closed) != 0)
        {
            throw Ended();
        }

        try
        {
            while (true)
            {
                var result = await input.ReadAsync(cancellationToken);
                if (Take(result, buffer) is { } count)
                {
                    return count;
                }
            }
        }
        finally
        {
            // Closing waits for a read that runs, because its memory goes with the pipe.
            if ((Interlocked.And(ref _state, ~Reading) & Closed) != 0)
            {
                await input.CompleteAsync();
            }
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, Ct cancellationToken = default)
    {
        FlushResult result;
        try
        {
            result = await output.WriteAsync(buffer, cancellationToken);
        }
        catch (InvalidOperationException) when (IsClosed)
        {
            throw Ended();
        }

        if (result.IsCompleted || result.IsCanceled)
        {
            throw Ended();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count), Ct.None).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, Ct cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count), Ct.None).AsTask().GetAwaiter().GetResult();

    public override Task WriteAsync(byte[] buffer, int offset, int count, Ct cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(Ct cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        var before = Interlocked.Or(ref _state, Closed);
        if (disposing && (before & Closed) == 0)
        {
            Close(isReading: (before & Reading) != 0);
        }

        base.Dispose(disposing);
    }

    private void Close(bool isReading)
    {
        output.CancelPendingFlush();
        output.Complete();
        if (isReading)
        {
            input.CancelPendingRead();
        }
        else
        {
            input.Complete();
        }

        left();
    }

    // Null where a read was woken for nothing.
    private int? Take(ReadResult result, Memory<byte> buffer)
    {
        var isEmpty = result.Buffer.IsEmpty;
        var count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var taken = result.Buffer.Slice(0, count);
        taken.CopyTo(buffer.Span);
        input.AdvanceTo(taken.End);
        if (IsClosed || (isEmpty && _broken is not null))
        {
            throw Ended();
        }

        return isEmpty && !result.IsCompleted ? null : count;
    }

    private IOException Ended() => IsClosed
        ? new("the connection is closed")
        : new($"the registry of this process ended the connection{(_broken is null ? "" : $": {_broken.Message}")}", _broken);
}
