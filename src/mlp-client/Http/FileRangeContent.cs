using System.Net;
using Microsoft.Win32.SafeHandles;

namespace Mlp;

/// <summary>Some bytes of a file as the body of a request, with one buffer however many they are.</summary>
internal sealed class FileRangeContent(SafeFileHandle file, long offset, long length, Action<long> sent) : HttpContent
{
    private const int BufferSize = 1 << 18;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, Ct.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, Ct cancellationToken)
    {
        var buffer = new byte[(int)Math.Min(BufferSize, length)];
        for (var done = 0L; done < length;)
        {
            var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - done)), offset + done, cancellationToken);
            if (read == 0)
            {
                throw new MlpException(ClientErrors.CannotPack, "the file became shorter while it was sent", remedy: "send it when nothing writes to it");
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            done += read;
            sent(offset + done);
        }
    }

    // The base class computes it once and sends it as Content-Length.
    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
