using System.IO.Pipelines;
using System.Net;

namespace Mlp.Server.Serving;

/// <summary>A caller's body on its way to the model: each part is sent as soon as it is there, out of the buffer that it came in.</summary>
internal sealed class PassedOnBody(PipeReader body) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, Ct.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, Ct cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            foreach (var part in read.Buffer)
            {
                await stream.WriteAsync(part, cancellationToken);
            }

            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }

            await stream.FlushAsync(cancellationToken);
        }
    }

    // Where there is one, its header says so.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
