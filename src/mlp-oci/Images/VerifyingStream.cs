using System.Security.Cryptography;

namespace Mlp.Oci;

/// <summary>Hashes what is read, gives no byte more than there may be, and refuses to end before the digest is right.</summary>
internal sealed class VerifyingStream(Stream inner, Descriptor expected) : Stream
{
    private readonly IncrementalHash _hash = expected.Digest.StartHash();
    private long _read;
    private bool _isVerified;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => expected.Size;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, Ct cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var read = await inner.ReadAsync(buffer, cancellationToken);
        Take(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, Ct cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        var read = inner.Read(buffer, offset, count);
        Take(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _read += bytes.Length;
        if (_read > expected.Size)
        {
            throw Wrong($"has more than the {expected.Size} bytes that it should have");
        }

        _hash.AppendData(bytes);

        // At the last byte, too: who knows the size does not read on to see the end.
        if ((bytes.IsEmpty || _read == expected.Size) && !_isVerified)
        {
            Verify();
        }
    }

    private void Verify()
    {
        if (_read < expected.Size)
        {
            throw Wrong($"ends after {_read} of {expected.Size} bytes");
        }

        if (expected.Digest.Finish(_hash) is var found && found != expected.Digest)
        {
            throw Wrong($"has the digest {found}");
        }

        _isVerified = true;
    }

    private OciException Wrong(string what) => new(OciErrors.WrongContent, $"the content of {expected.Digest} {what}", expected.Digest.ToString(),
        "try again; if it stays so, the place it comes from is damaged");
}
