using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Mlp.Server.Serving;

namespace Mlp.Server.Tests.Serving;

/// <summary>Runs models as web servers within the test: real requests over real sockets, and ends and delays as a test wants them.</summary>
internal sealed class TinyHost(string target) : IServiceHost, IAsyncDisposable
{
    private readonly ConcurrentQueue<TinyService> _started = new();

    public string Target => target;

    /// <summary>What has to end before a version is ready; null where nothing has to.</summary>
    public Func<Placement, Task>? Before { get; set; }

    /// <summary>What a prediction answers; the version of the parameters where nothing is said.</summary>
    public Func<Placement, HttpContext, Task>? Predict { get; set; }

    /// <summary>All that were started, in their order.</summary>
    public IReadOnlyList<TinyService> Started => [.. _started];

    public Task Clean(IReadOnlySet<long> wanted, Ct ct) => Task.CompletedTask;

    public void Leave()
    {
    }

    public async Task<IService> Start(Placement placement, Ct ct)
    {
        var service = new TinyService(placement, await TinyModel.Start(context => Answer(placement, context)));
        _started.Enqueue(service);
        try
        {
            await (Before?.Invoke(placement) ?? Task.CompletedTask).WaitAsync(ct);
            await new FirstPrediction(service, TimeProvider.System).Wait(ct);
            return service;
        }
        catch
        {
            await service.Stop();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _started)
        {
            await service.DisposeAsync();
        }
    }

    private Task Answer(Placement placement, HttpContext context) => context.Request.Path.Value switch
    {
        "/health/ready" => context.Response.WriteAsync("{}"),
        "/example" => context.Response.WriteAsync("0"),
        _ => Predict?.Invoke(placement, context) ?? context.Response.WriteAsync(placement.ParametersVersion),
    };
}

/// <summary>One of them.</summary>
internal sealed class TinyService(Placement placement, TinyModel model) : IService, IAsyncDisposable
{
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Placement Placement => placement;

    public long StartedAt { get; } = TimeProvider.System.GetTimestamp();

    public Backend Backend => model.Backend;

    public string? Serving => "sha256:" + new string('c', 64);

    public Task<string> Ended => _ended.Task;

    /// <summary>Whether it was told to end, and has.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Ends by itself.</summary>
    public async Task Crash(string reason)
    {
        _ = Backend.Retire();
        await model.Die();
        _ended.SetResult(reason);
    }

    public async Task Stop()
    {
        await Task.WhenAny(Backend.Retire(), Ended);
        await model.Die();
        IsStopped = true;
    }

    public ValueTask DisposeAsync() => model.DisposeAsync();
}
