using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Mlp.Server.Access;
using Mlp.Server.Storage;

namespace Mlp.Server.Hosting;

/// <summary>A running registry.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The host owns its parts and ends them in DisposeAsync, also where starting fails.")]
public sealed class RegistryHost : IAsyncDisposable
{
    private readonly ServerSettings _settings;
    private readonly ServerLock _lock;
    private RegistryParts? _parts;
    private WebApplication? _app;

    private RegistryHost(ServerSettings settings, ServerLock serverLock) => (_settings, _lock) = (settings, serverLock);

    /// <summary>Where it listens, with the real ports.</summary>
    public IReadOnlyList<string> Urls =>
        [.. Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Where(address => !address.Contains("://unix:", StringComparison.Ordinal))];

    internal IServiceProvider Services => _app!.Services;

    /// <summary>Opens the record and listens.</summary>
    public static Task<RegistryHost> Start(ServerSettings settings, TextWriter log, TimeProvider clock, Ct ct)
    {
        LocalSocket.DemandShortPath(settings);
        return RegistryParts.Start(settings, () => StartHere(settings, log, clock, ct));
    }

    /// <summary>
    /// Until the registry is told to stop by <paramref name="ct"/>, or nobody asks for anything; running requests are finished.
    /// False where it stopped because something in it failed; the log says what.
    /// </summary>
    public async Task<bool> RunUntilStopped(Ct ct)
    {
        await _app!.WaitForShutdownAsync(ct);
        return ct.IsCancellationRequested || Services.GetRequiredService<Activity>().IsOver;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            File.Delete(_settings.FileInHome(LocalSocket.FileName));
            await _app.DisposeAsync();
        }

        if (_parts is not null)
        {
            await _parts.DisposeAsync();
        }

        _lock.Dispose();
    }

    private static async Task<RegistryHost> StartHere(ServerSettings settings, TextWriter log, TimeProvider clock, Ct ct)
    {
        var host = new RegistryHost(settings, ServerLock.Take(settings));
        try
        {
            await host.StartParts(log, clock, ct);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private async Task StartParts(TextWriter log, TimeProvider clock, Ct ct)
    {
        _parts = await RegistryParts.Open(_settings, clock, ct);
        await AdminToken.Ensure(_settings, _parts.Store, clock, ct);
        await BlobAddress.DemandReady(_parts.Blobs, clock, ct);
        _app = RegistryApplication.ForServer(_settings, _parts, log, clock);
        try
        {
            await _app.StartAsync(ct);
        }
        catch (Exception e) when (e is SocketException || e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            throw new StartupException($"cannot listen on {string.Join(", ", _settings.Urls)}: {e.Message}", "choose another address with --urls, or port 0 for a free one");
        }

        await _lock.Tell(Urls, ct);
        var logger = Services.GetRequiredService<ILogger<RegistryHost>>();
        logger.LogInformation("the registry keeps {Database} and {Blobs}, and listens on {Urls} and {Socket}", _parts.Store.Description, _parts.Blobs.Description, string.Join(", ", Urls), _settings.FileInHome(LocalSocket.FileName));
        logger.LogInformation("the administrator's token is in {File}", _settings.FileInHome(AdminToken.FileName));
    }
}
