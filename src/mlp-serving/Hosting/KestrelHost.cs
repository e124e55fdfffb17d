using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Mlp.Serving.Options;
using SystemOptions = Microsoft.Extensions.Options.Options;

namespace Mlp.Serving.Hosting;

/// <summary>Kestrel without a host around it.</summary>
internal static class KestrelHost
{
    private const UnixFileMode ForTheOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Listens, and answers the addresses that it listens at.</summary>
    /// <exception cref="Refusal">It cannot listen there.</exception>
    public static async Task<(KestrelServer Server, IReadOnlyList<string> Addresses)> Start(ServingOptions options, ServingApplication application, Ct ct)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = options.MaxBody;
        Listen(kestrel, options);
        var transport = new SocketTransportFactory(SystemOptions.Create(Sockets(options)), NullLoggerFactory.Instance);
        var server = new KestrelServer(SystemOptions.Create(kestrel), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(application, ct);
        }
        catch (Exception e) when (e is IOException or SocketException or AddressInUseException or UnauthorizedAccessException)
        {
            server.Dispose();
            var places = options.Socket ?? string.Join(", ", options.Addresses.Select(address => $"{address.Reachable()}"));
            throw new Refusal(ErrorCode.CannotListen, $"the process cannot listen at {places}: {e.Message}", places, "choose another port or socket, or stop what listens there", e);
        }

        return (server, options.Socket is { } socket ? [$"unix:{socket}"] : [.. server.Features.Get<IServerAddressesFeature>()!.Addresses]);
    }

    private static void Listen(KestrelServerOptions kestrel, ServingOptions options)
    {
        if (options.Socket is { } socket)
        {
            RemoveDead(socket);
            kestrel.ListenUnixSocket(socket, Speak);
            return;
        }

        foreach (var (address, port) in options.Addresses)
        {
            if (address is null)
            {
                kestrel.ListenAnyIP(port, Speak);
            }
            else
            {
                kestrel.Listen(address, port, Speak);
            }
        }
    }

    private static void Speak(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(SocketThreads.Read);
    }

    private static SocketTransportOptions Sockets(ServingOptions options) => new()
    {
        // A request is read, answered and written on one thread; a model that hangs keeps that thread alone, see Dispatcher.
        UnsafePreferInlineScheduling = true,
        // One call of the system less for each request, for 4 kB for each connection.
        WaitForDataBeforeAllocatingBuffer = false,
        CreateBoundListenSocket = endpoint => endpoint is UnixDomainSocketEndPoint ? BindForTheOwner(endpoint, options.Socket!) : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint),
    };

    // Nobody can connect between binding and listening, so that the mode is there in time.
    private static Socket BindForTheOwner(EndPoint endpoint, string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(endpoint);
            File.SetUnixFileMode(path, ForTheOwner);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // What a process that was killed left behind; one that answers stays, and binding fails.
    private static void RemoveDead(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }
}
