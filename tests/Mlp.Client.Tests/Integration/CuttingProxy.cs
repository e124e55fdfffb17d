using System.Net;
using System.Net.Sockets;

namespace Mlp.ClientTests.Integration;

/// <summary>Stands before the registry and cuts connections after so many bytes of a request.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Uri _target;
    private readonly Task _accepting;
    private long _cutAfter = long.MaxValue;

    public CuttingProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = Accept();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    public int Cuts { get; private set; }

    /// <summary>Of the next bytes to the registry, only so many go through; then the connection that carried them is cut.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _cutAfter, bytes);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stopping.Token);
                _ = Serve(client);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task Serve(Socket client)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            try
            {
                await server.ConnectAsync(_target.Host, _target.Port, _stopping.Token);
                await Task.WhenAny(Copy(client, server, counted: true), Copy(server, client, counted: false));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task Copy(Socket from, Socket to, bool counted)
    {
        var buffer = new byte[64 << 10];
        while (await from.ReceiveAsync(buffer, _stopping.Token) is > 0 and var read)
        {
            await to.SendAsync(buffer.AsMemory(0, read), _stopping.Token);
            if (counted && Interlocked.Add(ref _cutAfter, -read) <= 0)
            {
                Interlocked.Exchange(ref _cutAfter, long.MaxValue);
                Cuts++;
                from.Close(0); // Not a farewell: a reset.
                return;
            }
        }
    }
}
