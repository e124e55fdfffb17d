using System.Diagnostics.CodeAnalysis;
using Mlp.Server.InProcess;

namespace Mlp.Server.Hosting;

/// <summary>
/// The registry within the process that asks it: the same record, rules and routes, on a channel of its own. It takes no lock,
/// writes no token and listens nowhere, so that any number of processes may run one on the same home, beside a server or without one.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The registry owns its parts and ends them in DisposeAsync, also where starting fails.")]
public sealed class InProcessRegistry : IAsyncDisposable
{
    private readonly PrivateChannel _channel = new();
    private readonly RegistryParts _parts;
    private readonly WebApplication _app;

    private InProcessRegistry(ServerSettings settings, RegistryParts parts, TextWriter log, TimeProvider clock) =>
        (_parts, _app) = (parts, RegistryApplication.InProcess(settings, parts, _channel, log, clock));

    /// <summary>Opens the record. Of the settings those count that say where things are kept and how large they may be.</summary>
    public static Task<InProcessRegistry> Start(ServerSettings settings, TextWriter log, TimeProvider clock, Ct ct) =>
        RegistryParts.Start(settings, async () =>
        {
            var parts = await RegistryParts.Open(settings, clock, ct);
            var registry = new InProcessRegistry(settings, parts, log, clock);
            try
            {
                await registry._app.StartAsync(ct);
                return registry;
            }
            catch
            {
                await registry.DisposeAsync();
                throw;
            }
        });

    /// <summary>Opens a connection, over which the registry speaks HTTP and takes the caller for its owner.</summary>
    public Stream Connect() => _channel.Connect();

    /// <summary>Finishes the requests that run.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _parts.DisposeAsync();
    }
}
