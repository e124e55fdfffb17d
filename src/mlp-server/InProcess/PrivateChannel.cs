using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Mlp.Server.InProcess;

/// <summary>
/// A transport for Kestrel whose connections are pairs of pipes in memory. Only who holds this object can connect, so that
/// whoever does is the owner of the process.
/// </summary>
internal sealed class PrivateChannel : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly Channel<PrivateConnection> _waiting = Channel.CreateUnbounded<PrivateConnection>(new() { SingleReader = true });

    public PrivateEndPoint EndPoint { get; } = new();

    /// <summary>Opens a connection; the stream is the caller's end of it.</summary>
    public Stream Connect()
    {
        var (connection, stream) = PrivateConnection.Open(EndPoint);
        if (_waiting.Writer.TryWrite(connection))
        {
            return stream;
        }

        stream.Dispose();
        throw new IOException("the registry of this process has stopped");
    }

    public bool CanBind(EndPoint endpoint) => endpoint == EndPoint;

    [SuppressMessage("Reliability", "CA2000", Justification = "Kestrel disposes of what it bound.")]
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, Ct cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new PrivateListener(EndPoint, _waiting));
}
