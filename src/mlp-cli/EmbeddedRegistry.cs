using System.Diagnostics.CodeAnalysis;
using Mlp.Server;
using Mlp.Server.Hosting;

namespace Mlp.Cli;

/// <summary>
/// The registry of this home, for when none is configured: a server's that runs on it, else one in this process. Nothing happens before
/// the first connection. Both keep the same record, so a server that starts or stops meanwhile changes the way there and nothing else.
/// </summary>
[SuppressMessage("Usage", "CA2213", Justification = "A connection that is wanted too late still waits for its turn, to be refused; the semaphore holds nothing but memory.")]
internal sealed class EmbeddedRegistry(ServerSettings settings, TextWriter log) : IAsyncDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private InProcessRegistry? _here;
    private bool _isClosed;

    private string SocketPath => settings.FileInHome(LocalSocket.FileName);

    /// <summary>Opens a connection. Once the registry runs here it is not left for a server that came later.</summary>
    public async ValueTask<Stream> Connect(Ct ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_here is null && await TryServer(ct) is { } connected)
            {
                return connected;
            }

            _here ??= await Start(ct);
            return _here.Connect();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A registry that is just starting, for a request that was given up, is waited for.
        await _oneAtATime.WaitAsync();
        _isClosed = true;
        if (_here is not null)
        {
            await _here.DisposeAsync();
        }

        _oneAtATime.Release();
    }

    private async Task<Stream?> TryServer(Ct ct)
    {
        if (!File.Exists(SocketPath) || !LocalSocket.HasShortPath(SocketPath))
        {
            return null;
        }

        using var socket = new RegistrySocket(SocketPath, server: null);
        return await socket.TryConnect(ct);
    }

    private async Task<InProcessRegistry> Start(Ct ct)
    {
        try
        {
            return await InProcessRegistry.Start(settings, log, TimeProvider.System, ct);
        }
        catch (StartupException e)
        {
            throw new MlpException(StartupException.Code, e.Fact, settings.Home.FullName, e.Remedy, e);
        }
    }
}
