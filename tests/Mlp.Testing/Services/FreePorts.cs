using System.Net;
using System.Net.Sockets;

namespace Mlp.Testing.Services;

/// <summary>Loopback ports that were free a moment ago; whoever loses one to another program tries again with others.</summary>
internal static class FreePorts
{
    private const int Attempts = 4;

    public static async Task<T> Use<T>(int count, Func<int[], Task<T>> start)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await start(Take(count));
            }
            catch (ServiceNotStartedException) when (attempt < Attempts)
            {
            }
        }
    }

    private static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        listeners.ForEach(l => l.Dispose());
        return ports;
    }
}
