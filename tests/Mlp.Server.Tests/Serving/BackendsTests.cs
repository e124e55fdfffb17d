using Mlp.Server.Serving;

namespace Mlp.Server.Tests.Serving;

public sealed class BackendsTests
{
    private static readonly ServedPair Pair = new("beam", "weights");
    private readonly Backends _backends = new(TimeProvider.System);

    [Fact]
    public async Task The_last_that_came_answers_and_the_one_before_it_when_that_goes()
    {
        using var local = new Backend(new(new SocketsHttpHandler()), null);
        using var docker = new Backend(new(new SocketsHttpHandler()), null);
        _backends.Expect(Pair);
        _backends.Expect(Pair);
        _backends.Switch(Pair, local);
        Assert.Same(local, await Enter());
        _backends.Switch(Pair, docker);
        Assert.Same(docker, await Enter());
        _backends.Remove(Pair, docker);
        Assert.Same(local, await Enter());
    }

    [Fact]
    public async Task A_pair_that_is_expected_is_waited_for_and_one_that_is_not_any_more_is_unknown()
    {
        using var backend = new Backend(new(new SocketsHttpHandler()), null);
        Assert.Null(await Enter());
        _backends.Expect(Pair);
        var waiting = Enter();
        await Task.Delay(50);
        Assert.False(waiting.IsCompleted);
        _backends.Switch(Pair, backend);
        Assert.Same(backend, await waiting);
        _backends.Remove(Pair, backend);
        var last = Enter();
        _backends.ExpectNoMore(Pair);
        Assert.Null(await last);
    }

    [Fact]
    public async Task A_retired_backend_ends_with_its_last_request()
    {
        using var backend = new Backend(new(new SocketsHttpHandler()), null);
        Assert.True(backend.TryEnter());
        var ended = backend.Retire();
        Assert.False(backend.TryEnter());
        Assert.False(ended.IsCompleted);
        backend.Leave();
        await ended.WaitAsync(TimeSpan.FromSeconds(5));
    }

    private Task<Backend?> Enter() => _backends.Enter(Pair, Ct.None);
}
