using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Mlp.Oci;

namespace Mlp.Server.Serving;

/// <summary>One container that serves a model.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no handle: there is nothing to free.")]
[SuppressMessage("Reliability", "CA2000", Justification = "The backend owns its connections.")]
internal sealed class DockerContainer : IService
{
    /// <summary>How long it may take to end: longer than the program in it waits for its last requests.</summary>
    public static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(40);

    private const int LinesKept = 1000;
    private const int LinesTold = 5;
    private static readonly TimeSpan LastRequests = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(1);
    private readonly DockerContainers _host;
    private readonly DockerClient _engine;
    private readonly Placement _placement;
    private readonly ContainerAddress _address;
    private readonly string _log;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();

    public DockerContainer(DockerContainers host, DockerClient engine, Placement placement, string id, ContainerAddress address, ExitWatch watch, string log, TimeProvider clock)
    {
        (_host, _engine, _placement, Id, _address, _log, _clock) = (host, engine, placement, id, address, log, clock);
        Backend = new(ServiceConnection.ToSocket(address.EndPoint), address.Token);
        Ended = Watch(watch);
    }

    public string Id { get; }

    public Backend Backend { get; }

    public string? Serving => _placement.Serving;

    public Task<string> Ended { get; }

    public async Task Stop()
    {
        var isToGo = !_host.IsLeaving;
        await Task.WhenAny(Backend.Retire(), Ended, Task.Delay(LastRequests));
        await _stop.CancelAsync();
        if (isToGo)
        {
            await Remove();
        }

        Backend.Dispose();
    }

    /// <summary>Why a container ended; what it said at last is kept in a file.</summary>
    public static async Task<string> Describe(DockerClient engine, string id, int exitCode, string log)
    {
        if (await engine.Containers.Find(id) is not { } state)
        {
            return $"its container was removed; it had ended with exit code {exitCode}";
        }

        var said = await engine.Containers.LastLines(id, LinesKept);
        var how = $"its container ended with exit code {exitCode}{(state.WasOutOfMemory ? ", because it needed more memory than it may have (mlp server --docker-memory)" : "")}";
        using (var file = new ServiceLog(log))
        {
            said.Append(how).ToList().ForEach(file.Line);
        }

        return $"{how}; it said at last: {string.Join(" | ", said.TakeLast(LinesTold))}; more of it is in {log}";
    }

    private async Task Remove()
    {
        try
        {
            await _engine.Containers.Stop(Id, ToEnd);
            await _engine.Containers.Remove(Id);
            _host.Forget(_placement.Id);
        }
        catch (OciException)
        {
            // It is removed when the engine is back.
            _host.LeaveBehind(_placement.Id);
        }
    }

    private async Task<string> Watch(ExitWatch watch)
    {
        try
        {
            using (watch)
            {
                var exitCode = await watch.Wait(_stop.Token);
                _ = Backend.Retire();
                return await Describe(_engine, Id, exitCode, _log);
            }
        }
        catch (OperationCanceledException)
        {
            return "it was stopped";
        }
        catch (OciException e)
        {
            return await WithoutEngine(e);
        }
    }

    // The engine is away; the container need not be. It may also be back under another port.
    private async Task<string> WithoutEngine(OciException e)
    {
        while (await Listens())
        {
            await Task.Delay(AskedEvery, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested)
            {
                return "it was stopped";
            }

            if (await TryWatch() is { } watch)
            {
                return await Watch(watch);
            }
        }

        return e.Message;
    }

    private async Task<ExitWatch?> TryWatch()
    {
        ExitWatch? watch = null;
        try
        {
            watch = await _engine.Containers.WatchExit(Id);
            if (await _engine.Containers.Find(Id) is { IsRunning: true } state && state.Ports.Values.Contains(_address.Port))
            {
                return watch;
            }
        }
        catch (OciException)
        {
            // Not yet.
        }

        watch?.Dispose();
        return null;
    }

    private async Task<bool> Listens()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_address.EndPoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>Where a container is called.</summary>
/// <param name="Port">The port that the engine chose on this machine's loopback.</param>
/// <param name="Token">What it wants to hear.</param>
internal sealed record ContainerAddress(int Port, string Token)
{
    public IPEndPoint EndPoint { get; } = new(IPAddress.Loopback, Port);
}
