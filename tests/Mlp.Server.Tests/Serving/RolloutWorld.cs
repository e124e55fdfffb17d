using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mlp.Server.Access;
using Mlp.Server.Deployments;
using Mlp.Server.Metrics;
using Mlp.Server.Serving;
using Mlp.Server.Tests.Compatibility;
using Mlp.Server.Tests.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Tests.Serving;

/// <summary>A registry with a pair in three versions, rollouts to two targets, and callers that come through the gateway.</summary>
internal sealed class RolloutWorld : IAsyncDisposable
{
    public const string Path = "serve/beam/weights/predict";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Caller Admin = new("tester", Role.Admin, null, IsLocal: true);
    private readonly TestRegistry _registry;
    private readonly RolloutTargets _targets;
    private readonly Rollouts _rollouts;
    private bool _isOver;

    private RolloutWorld(TestRegistry registry, HttpClient reader)
    {
        (_registry, Reader, Rules) = (registry, reader, new(registry.Store));
        _targets = new([Local, Docker]);
        var services = registry.Services;
        _rollouts = new(
            _targets, services.GetRequiredService<Backends>(), registry.Store, services.GetRequiredService<RegistryMetrics>(), TimeProvider.System, services.GetRequiredService<ILogger<Rollouts>>());
    }

    public TinyHost Local { get; } = new(DeploymentTarget.Local);

    public TinyHost Docker { get; } = new(DeploymentTarget.Docker);

    public HttpClient Reader { get; }

    public RecordedRules Rules { get; }

    public string Log => _registry.Log;

    public static async Task<RolloutWorld> Make()
    {
        var registry = await TestRegistry.Start(settings => settings with { RateLimit = 0 });
        var world = new RolloutWorld(registry, await registry.As("reader"));
        await world.Rules.RegisterService("beam", "1.0.0");
        foreach (var version in new[] { "1.0", "1.1", "1.2" })
        {
            await world.Rules.Publish("weights", "beam", "1.0.0", version);
        }

        await world._rollouts.StartAsync(Ct.None);
        return world;
    }

    /// <summary>Asks for a version, and does not wait.</summary>
    public async Task<long> Ask(string version, string target = DeploymentTarget.Local)
    {
        var image = target == DeploymentTarget.Docker ? $"registry.example.org/beam@sha256:{new string('a', 64)}" : null;
        var id = (await Rules.Deploy(new("beam", "1.0.0", "weights", version, target, image))).Deployment.Id;
        _targets.Wake();
        return id;
    }

    /// <summary>Asks for a version, and waits until it serves.</summary>
    public async Task<long> Deploy(string version, string target = DeploymentTarget.Local)
    {
        var id = await Ask(version, target);
        await Until(async () => await State(id) == DeploymentState.Serving);
        return id;
    }

    public async Task End(long id)
    {
        await _registry.Store.Write("tester", session => DeploymentRecord.End(session, Admin, id), Ct.None);
        _targets.Wake();
    }

    public Task<Deployment> Find(long id) => _registry.Store.Read(session => DeploymentRecord.Find(session, id), Ct.None);

    public async Task<string> State(long id) => (await Find(id)).State;

    public async Task<string> Predict() => await Reader.GetStringAsync(Path);

    /// <summary>Ends the rollouts as the registry does when it is told to stop.</summary>
    public async Task Stop()
    {
        if (!_isOver)
        {
            _isOver = true;
            await _rollouts.StopAsync(Ct.None);
        }
    }

    public static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    public static async Task Until(Func<Task<bool>> holds)
    {
        for (var clock = Stopwatch.StartNew(); !await holds();)
        {
            Assert.True(clock.Elapsed < Patience, "what the test waits for does not happen");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _rollouts.Dispose();
        _targets.Dispose();
        await Local.DisposeAsync();
        await Docker.DisposeAsync();
        Reader.Dispose();
        await _registry.DisposeAsync();
    }
}
