using System.Diagnostics.CodeAnalysis;
using Mlp.Cli.Output;

namespace Mlp.Cli;

/// <summary>The registry that a command talks to: the one that is named or configured, else the embedded one.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The access owns client and registry, and ends them in DisposeAsync.")]
internal sealed class RegistryAccess : IAsyncDisposable
{
    private readonly EmbeddedRegistry? _embedded;

    private RegistryAccess(Client client, EmbeddedRegistry? embedded) => (Client, _embedded) = (client, embedded);

    public Client Client { get; }

    /// <summary>Whether it is the registry of this home, which only its owner uses.</summary>
    public bool IsEmbedded => _embedded is not null;

    /// <summary>Decides which registry is meant. It is asked for nothing, and not started, before the client is.</summary>
    /// <param name="registry">A profile or an address, as given to <c>--registry</c>; null takes what is configured.</param>
    /// <param name="environment">Says what is configured.</param>
    /// <param name="ct">Cancels.</param>
    public static Task<RegistryAccess> Open(string? registry, EnvironmentSettings environment, Ct ct) =>
        Open(new ClientOptions { Registry = registry }, environment, ct);

    /// <summary>For commands that look whether it answers: once, and not for long.</summary>
    public static Task<RegistryAccess> OpenImpatiently(string? registry, EnvironmentSettings environment, Ct ct) =>
        Open(new ClientOptions { Registry = registry, Timeout = TimeSpan.FromSeconds(10), Attempts = 1 }, environment, ct);

    /// <summary>For what only a server can do: where none is configured, the one of this home is used, and started if need be.</summary>
    public static async Task<RegistryAccess> OpenServer(string? registry, EnvironmentSettings environment, Terminal terminal, Ct ct)
    {
        var options = new ClientOptions { Registry = registry };
        var connection = new ConnectionResolution(options, environment.Client).Resolve();
        if (connection.StartsServer && !await IsRunning(connection.Socket!, ct))
        {
            terminal.Note($"starting a server for {environment.Home} in the background; it stays while it serves models");
        }

        return new(new Client(options, environment.Client with { OwnProgram = OwnProgram.Command }, connection), embedded: null);
    }

    private static async Task<bool> IsRunning(string path, Ct ct)
    {
        using var socket = new RegistrySocket(path, server: null);
        await using var connected = await socket.TryConnect(ct);
        return connected is not null;
    }

    private static Task<RegistryAccess> Open(ClientOptions options, EnvironmentSettings environment, Ct ct)
    {
        ct.ThrowIfCancellationRequested();
        var connection = new ConnectionResolution(options, environment.Client).Resolve();
        return Task.FromResult(connection.StartsServer
            ? Embedded(options, connection, environment)
            : new(new Client(options, environment.Client, connection), embedded: null));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
        }
    }

    // An unconfigured client would start a server; the tool has the registry with it.
    private static RegistryAccess Embedded(ClientOptions options, RegistryConnection connection, EnvironmentSettings environment)
    {
        var embedded = new EmbeddedRegistry(RegistrySettings.From(environment), Console.Error);
        return new(new Client(options, environment.Client, connection.Through(embedded.Connect)), embedded);
    }
}
