namespace Mlp.Oci;

/// <summary>Reads from a registry and opens again from where it was when the connection is lost or nothing comes any more.</summary>
internal sealed class ResumingStream(RegistryHost host, Func<long, Ct, Task<Stream>> open, long offset, long size) : Stream
{
    private Stream? _current;
    private long _position = offset;
    private int _tried;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, Ct cancellationToken = default)
    {
        while (_position < size)
        {
            try
            {
                if (await ReadOnce(buffer, cancellationToken) is > 0 and var read)
                {
                    (_position, _tried) = (_position + read, 0);
                    return read;
                }

                throw Lost("it ended early", null);
            }
            catch (OciException e) when (host.Retry.MayTryAgain(e, ++_tried))
            {
                await CloseCurrent();
                await host.Retry.Wait(_tried, e.RetryAfter, cancellationToken);
            }
        }

        // One byte more than announced must not pass unseen.
        return _current is null ? 0 : await ReadOnce(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, Ct cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await CloseCurrent();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadOnce(Memory<byte> buffer, Ct ct)
    {
        using var patience = new Patience(host.Options.Patience, ct);
        try
        {
            _current ??= await open(_position, ct);
            return await _current.ReadAsync(buffer, patience.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && patience.IsOver))
        {
            throw Lost(e.Message, e);
        }
    }

    private OciException Lost(string why, Exception? because) =>
        new(OciErrors.Unreachable, $"the connection to {host.Name} was lost: {why}", host.Name, "try again", because) { IsTransient = true };

    private async ValueTask CloseCurrent()
    {
        if (_current is not null)
        {
            await _current.DisposeAsync();
            _current = null;
        }
    }
}
