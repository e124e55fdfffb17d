using System.Net.Sockets;

namespace Mlp;

/// <summary>Opens connections to a registry's socket, and starts the registry where that was asked for and nobody listens.</summary>
internal sealed class RegistrySocket(string path, EmbeddedServer? server) : IDisposable
{
    private readonly SemaphoreSlim _starting = new(1);

    public async ValueTask<Stream> Connect(Ct ct)
    {
        if (await TryConnect(ct) is { } connected)
        {
            return connected;
        }

        if (server is null)
        {
            throw new IOException($"nobody listens on {path}");
        }

        await _starting.WaitAsync(ct);
        try
        {
            return await TryConnect(ct) ?? await server.Start(TryConnect, ct);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Null where nobody listens.</summary>
    public async Task<Stream?> TryConnect(Ct ct)
    {
        Socket? socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(EndPoint(), ct);
            var stream = new NetworkStream(socket, ownsSocket: true);
            socket = null;
            return stream;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable || !File.Exists(path))
        {
            return null;
        }
        finally
        {
            socket?.Dispose();
        }
    }

    public void Dispose() => _starting.Dispose();

    private UnixDomainSocketEndPoint EndPoint()
    {
        try
        {
            return new(path);
        }
        catch (ArgumentException e)
        {
            throw new MlpException(
                ClientErrors.InvalidAddress, $"the path of the socket {path} is longer than sockets allow", path, "set MLP_HOME to a shorter path", e);
        }
    }
}
