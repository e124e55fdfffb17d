using System.Security.Cryptography;

namespace Mlp.Oci;

/// <summary>Hashes and counts what is written to a stream; its first bytes may be replaced by fixed ones.</summary>
internal sealed class HashingOutput(Stream output, ReadOnlyMemory<byte> header = default) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Written;

    public override long Position
    {
        get => Written;
        set => throw new NotSupportedException();
    }

    public long Written { get; private set; }

    public OciDigest Digest => OciDigest.FromSha256(_hash.GetCurrentHash());

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, Ct cancellationToken = default)
    {
        while (Written < header.Length && !buffer.IsEmpty)
        {
            var replaced = (int)Math.Min(header.Length - Written, buffer.Length);
            await Put(header.Slice((int)Written, replaced), cancellationToken);
            buffer = buffer[replaced..];
        }

        await Put(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, Ct cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override Task FlushAsync(Ct cancellationToken) => output.FlushAsync(cancellationToken);

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

    private async ValueTask Put(ReadOnlyMemory<byte> bytes, Ct ct)
    {
        if (!bytes.IsEmpty)
        {
            _hash.AppendData(bytes.Span);
            await output.WriteAsync(bytes, ct);
            Written += bytes.Length;
        }
    }
}
