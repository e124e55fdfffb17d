using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Mlp.Server.Serving;

/// <summary>How the gateway talks to a model: as many connections as there are requests, nothing followed, nothing remembered.</summary>
internal static class ServiceConnection
{
    [SuppressMessage("Reliability", "CA2000", Justification = "The invoker disposes of its handler.")]
    public static HttpMessageInvoker ToSocket(EndPoint endPoint) => new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            ConnectCallback = async (_, ct) => await Connect(endPoint, ct),
        },
        disposeHandler: true);

    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the socket.")]
    private static async Task<Stream> Connect(EndPoint endPoint, Ct ct)
    {
        var isLocal = endPoint is UnixDomainSocketEndPoint;
        var socket = isLocal ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
