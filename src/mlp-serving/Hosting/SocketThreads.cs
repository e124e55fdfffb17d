using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Mlp.Serving.Hosting;

/// <summary>The threads that wait for sockets: those of callers are read, and what they say is parsed, there, without a detour through the thread pool.</summary>
/// <remarks>
/// docs/decisions/serving-without-host.md has the figures. So nothing on these threads may take long or run code of the model: routes other
/// than the plain prediction, long bodies, and those that a model's own types read, go to the thread pool; and the model always runs there.
/// Sockets that the model opens are none of ours: what waits for them goes on in the thread pool, as everywhere.
/// </remarks>
internal static class SocketThreads
{
    private const string Count = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";
    private static volatile bool _isUnknown;

    /// <summary>Before the first socket is made: a thread that also reads cannot keep all processors busy, as one that only waits can.</summary>
    public static void OnePerProcessor()
    {
        if (Environment.GetEnvironmentVariable(Count) is null)
        {
            Environment.SetEnvironmentVariable(Count, Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Has the connection read by the thread that waits for it.</summary>
    public static ConnectionDelegate Read(ConnectionDelegate next) => connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { } feature)
        {
            TryPrefer(feature.Socket);
        }

        return next(connection);
    };

    /// <summary>The runtime has this for each socket, but tells it to nobody; where it is gone, the thread pool reads.</summary>
    public static bool TryPrefer(Socket socket)
    {
        try
        {
            if (!_isUnknown)
            {
                PreferInlineCompletions(socket, true);
            }
        }
        catch (MissingMethodException)
        {
            _isUnknown = true;
        }

        return !_isUnknown;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_PreferInlineCompletions")]
    private static extern void PreferInlineCompletions(Socket socket, bool value);
}
