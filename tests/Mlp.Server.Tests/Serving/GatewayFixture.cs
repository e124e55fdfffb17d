using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Mlp.Server.Serving;
using Mlp.Server.Tests.Hosting;

namespace Mlp.Server.Tests.Serving;

/// <summary>A registry whose gateway passes on to models of the tests' own, each behind a pair of its own.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private int _pairs;

    internal TestRegistry Registry { get; private set; } = null!;

    internal Backends Backends => Registry.Services.GetRequiredService<Backends>();

    /// <summary>With a reader's token.</summary>
    public HttpClient Reader { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Registry = await TestRegistry.Start();
        Reader = await Registry.As("reader");
    }

    /// <summary>A pair that nobody has asked for yet, waited for from now on.</summary>
    internal ServedPair Expect()
    {
        var pair = new ServedPair("tiny", $"model{Interlocked.Increment(ref _pairs)}");
        Backends.Expect(pair);
        return pair;
    }

    /// <summary>A model behind a pair; answers its path.</summary>
    internal async Task<(TinyModel Model, string Path)> Serve(RequestDelegate answer, string? token = null)
    {
        var (pair, model) = (Expect(), await TinyModel.Start(answer, token));
        Backends.Switch(pair, model.Backend);
        return (model, $"serve/{pair}");
    }

    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        await Registry.DisposeAsync();
    }
}
