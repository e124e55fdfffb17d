using Mlp.Testing;

namespace Mlp.Tool.Tests.Commands;

/// <summary>One registry for all tests of commands; each uses names of its own.</summary>
public sealed class SharedRegistry : IAsyncDisposable
{
    private readonly Lazy<Task<RegistryProcess>> _registry = new(() => RegistryProcess.Start());

    public Task<RegistryProcess> Process => _registry.Value;

    public async ValueTask DisposeAsync()
    {
        if (_registry.IsValueCreated)
        {
            await (await _registry.Value).DisposeAsync();
        }
    }
}
