namespace Mlp.Testing.Services;

/// <summary>The real services of one test run, started when the first test asks and stopped after the last: an xunit assembly fixture.</summary>
public sealed class RealServices : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresService>> _postgres = new(() => PostgresService.Start(Ct.None));
    private readonly Lazy<Task<SwiftService>> _swift = new(() => SwiftService.Start(Ct.None));

    private readonly Lazy<Task<DockerRegistry>> _registry = new(() => DockerRegistry.Start(Ct.None));
    private readonly Lazy<Task<DockerEngine>> _docker = new(() => DockerEngine.Start(Ct.None));

    public Task<PostgresService> Postgres => _postgres.Value;

    public Task<SwiftService> Swift => _swift.Value;

    /// <summary>A container registry that lets everybody in.</summary>
    public Task<DockerRegistry> Registry => _registry.Value;

    /// <summary>A Docker Engine, which only root may start.</summary>
    public Task<DockerEngine> Docker => _docker.Value;

    public async ValueTask DisposeAsync()
    {
        await Stop(_docker);
        await Stop(_registry);
        await Stop(_postgres);
        await Stop(_swift);
    }

    private static async Task Stop<T>(Lazy<Task<T>> service)
        where T : IAsyncDisposable
    {
        // One that did not start has said so in the test that asked for it.
        if (service is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await service.Value).DisposeAsync();
        }
    }
}
