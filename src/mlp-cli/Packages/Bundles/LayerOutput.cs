using System.Security.Cryptography;

namespace Mlp.Cli.Packages;

/// <summary>What a gzip stream writes, on its way to a file: under one fixed header, hashed and counted.</summary>
/// <remarks>The runtime's header tells the level and the operating system; nothing of the machine may decide a digest.</remarks>
internal sealed class LayerOutput(Stream file) : Stream
{
    private static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    private const int UpToFlags = 4;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _seen;
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public Digest Digest => Digest.FromHash(_hash.GetCurrentHash());

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, Ct cancellationToken = default)
    {
        if (_seen < Header.Length)
        {
            var replaced = Replace(buffer.Span);
            await Put(Header.AsMemory(_seen, replaced), cancellationToken);
            _seen += replaced;
            buffer = buffer[replaced..];
        }

        await Put(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, Ct cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override Task FlushAsync(Ct cancellationToken) => file.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    // Flags would announce a name or a comment behind the header, which could not be left out.
    private int Replace(ReadOnlySpan<byte> written)
    {
        var replaced = Math.Min(Header.Length - _seen, written.Length);
        for (var i = 0; i < replaced && _seen + i < UpToFlags; i++)
        {
            if (written[i] != Header[_seen + i])
            {
                throw new InvalidDataException($"the runtime writes a gzip header with 0x{written[i]:x2} at {_seen + i}");
            }
        }

        return replaced;
    }

    private async ValueTask Put(ReadOnlyMemory<byte> bytes, Ct ct)
    {
        _hash.AppendData(bytes.Span);
        await file.WriteAsync(bytes, ct);
        _written += bytes.Length;
    }
}
