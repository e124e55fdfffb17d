using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Mlp.Server.InProcess;

/// <summary>Hands Kestrel the connections that were opened.</summary>
internal sealed class PrivateListener(EndPoint endPoint, Channel<PrivateConnection> waiting) : IConnectionListener
{
    public EndPoint EndPoint { get; } = endPoint;

    /// <summary>The next connection; null when there will be none any more.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(Ct cancellationToken = default)
    {
        while (await waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            if (waiting.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    public ValueTask UnbindAsync(Ct cancellationToken = default)
    {
        waiting.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync(Ct.None);
}
