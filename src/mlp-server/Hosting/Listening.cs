using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Mlp.Server.Access;
using Mlp.Server.InProcess;

namespace Mlp.Server.Hosting;

/// <summary>Where the registry listens.</summary>
internal static class Listening
{
    /// <summary>On the addresses it was given, and on the socket in its home.</summary>
    public static void Everywhere(IWebHostBuilder host, ServerSettings settings, string socketPath)
    {
        var addresses = settings.Urls.Select(Parse).ToList();
        host.ConfigureKestrel(kestrel =>
        {
            Limit(kestrel, settings);
            DemandSpeed(kestrel, settings);
            addresses.ForEach(address => address(kestrel));
            kestrel.ListenUnixSocket(socketPath, TakeForTheOwner);
        });
        host.ConfigureServices(services => services.Configure<SocketTransportOptions>(sockets =>
            sockets.CreateBoundListenSocket = endpoint => endpoint is UnixDomainSocketEndPoint
                ? LocalSocket.Bind(socketPath)
                : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint)));
    }

    /// <summary>On a channel of this process alone.</summary>
    public static void Within(IWebHostBuilder host, ServerSettings settings, PrivateChannel channel)
    {
        host.ConfigureServices(services => services.AddSingleton<IConnectionListenerFactory>(channel));
        host.ConfigureKestrel(kestrel =>
        {
            Limit(kestrel, settings);
            HaveTime(kestrel);
            kestrel.Listen(channel.EndPoint, TakeForTheOwner);
        });
    }

    private static void TakeForTheOwner(ListenOptions listen)
    {
        var owner = new LocalChannel(Environment.UserName);
        listen.Use(next => connection =>
        {
            connection.Features.Set(owner);
            return next(connection);
        });
    }

    private static void Limit(KestrelServerOptions kestrel, ServerSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = settings.MaxJsonBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 2 * HeadLimitMiddleware.LargestHeaders;
        kestrel.Limits.MaxRequestHeaderCount = 2 * HeadLimitMiddleware.MostHeaders;
        kestrel.Limits.MaxRequestLineSize = 2 * HeadLimitMiddleware.LongestAddress;
    }

    private static void DemandSpeed(KestrelServerOptions kestrel, ServerSettings settings)
    {
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: settings.SlowBodyGrace);
        kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 240, gracePeriod: settings.SlowBodyGrace);
    }

    // A process does not attack itself, and one that its user stopped and continues has done nothing wrong.
    private static void HaveTime(KestrelServerOptions kestrel)
    {
        kestrel.Limits.RequestHeadersTimeout = Timeout.InfiniteTimeSpan;
        kestrel.Limits.KeepAliveTimeout = Timeout.InfiniteTimeSpan;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
    }

    private static Action<KestrelServerOptions> Parse(string url)
    {
        if (!Uri.TryCreate(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) || uri.AbsolutePath != "/" || uri.Query.Length > 0 || uri.UserInfo.Length > 0)
        {
            throw new StartupException($"'{url}' is not an address to listen on", "write http://127.0.0.1:7420, http://[::]:7420 or http://*:7420, or port 0 for a free one");
        }

        if (uri.Scheme != Uri.UriSchemeHttp)
        {
            throw new StartupException($"cannot listen on '{url}': the registry speaks http", "let a proxy end TLS before it, and listen on an http address");
        }

        if (string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return uri.Port == 0 ? kestrel => kestrel.Listen(IPAddress.Loopback, 0) : kestrel => kestrel.ListenLocalhost(uri.Port);
        }

        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address)
            ? kestrel => kestrel.Listen(address, uri.Port)
            : throw new StartupException($"cannot listen on the name '{uri.Host}'", "give an IP address, localhost or *, and the name in --allowed-hosts");
    }
}
