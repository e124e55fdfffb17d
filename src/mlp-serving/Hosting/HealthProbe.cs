using System.Net.Sockets;
using Mlp.Serving.Options;

namespace Mlp.Serving.Hosting;

/// <summary>Asks the server that runs with the same options whether it is ready: the health check of an image.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether it is, and its answer.</summary>
    public static async Task<(bool IsReady, string Answer)> Ask(ServingOptions options)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        if (options.Socket is { } socket)
        {
            handler.ConnectCallback = (_, ct) => Connect(socket, ct);
        }

        using var client = new HttpClient(handler) { Timeout = Patience };
        var server = options.Socket is null ? options.Addresses[0].Reachable() : new("http://localhost");
        try
        {
            using var answer = await client.GetAsync(new Uri(server, "/health/ready"));
            return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return (false, $"no answer from {options.Socket ?? server.ToString()}: {e.Message}");
        }
    }

    private static async ValueTask<Stream> Connect(string path, Ct ct)
    {
#pragma warning disable CA2000 // Belongs to the stream.
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
