using System.Buffers;
using System.Globalization;
using System.Net;

namespace Mlp.Oci;

/// <summary>A part of a blob on its way to a registry, with its length announced.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int BufferSize = 256 << 10;
    private readonly BlobContent _source;
    private readonly long _offset;
    private readonly long _length;
    private readonly Patience _patience;

    public UploadContent(BlobContent source, long offset, long length, Patience patience, bool isPiece)
    {
        (_source, _offset, _length, _patience) = (source, offset, length, patience);
        Headers.ContentType = new("application/octet-stream");
        if (isPiece)
        {
            // Registries want it without a unit, which the framework's own header does not allow.
            Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{offset}-{offset + length - 1}"));
        }
    }

    /// <summary>Why the source did not give what it should: no fault of the connection.</summary>
    public OciException? SourceFailure { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, Ct.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, Ct cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var source = await Open(cancellationToken);
            for (var left = _length; left > 0;)
            {
                var read = await Read(source, buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                _patience.Renew();
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<Stream> Open(Ct ct)
    {
        try
        {
            return await _source.Open(_offset, ct);
        }
        catch (OciException e)
        {
            SourceFailure = e;
            throw;
        }
    }

    private async ValueTask<int> Read(Stream source, Memory<byte> buffer, Ct ct)
    {
        try
        {
            var read = await source.ReadAsync(buffer, ct);
            return read > 0
                ? read
                : throw new OciException(OciErrors.WrongContent, "the content ends before its announced size", null, "make it again when nothing writes there any more");
        }
        catch (OciException e)
        {
            SourceFailure = e;
            throw;
        }
        catch (IOException e)
        {
            SourceFailure = new(OciErrors.FileFailed, $"the content to send cannot be read: {e.Message}", null, "check the file or the place it comes from", e);
            throw;
        }
    }
}
