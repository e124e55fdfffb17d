namespace Mlp.Cli;

/// <summary>The registry that a command talks to: the one that is named or configured, else the embedded one.</summary>
internal sealed class RegistryAccess : IAsyncDisposable
{
    private RegistryAccess(Client client) => Client = client;

    public Client Client { get; }

    /// <param name="registry">A profile or an address, as given to <c>--registry</c>; null takes what is configured.</param>
    /// <param name="environment">Says what is configured.</param>
    /// <param name="ct">Cancels.</param>
    public static Task<RegistryAccess> Open(string? registry, EnvironmentSettings environment, Ct ct)
    {
        _ = (environment, ct);
        return Task.FromResult(new RegistryAccess(new Client(new ClientOptions { Registry = registry })));
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }
}
