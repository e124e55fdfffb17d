using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mlp.ClientTests;

/// <summary>A web server that fails as it is told to, which a real registry does not do on demand.</summary>
internal sealed class FaultyRegistry : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();

    private FaultyRegistry(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>Starts one. The handler is told how many requests came before.</summary>
    public static async Task<FaultyRegistry> Start(Func<HttpContext, int, Task> handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        var registry = new FaultyRegistry(app);
        var count = -1;
        app.Run(async context =>
        {
            registry._requests.Enqueue(new(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.Authorization.ToString(),
                context.Request.Headers["Idempotency-Key"].ToString(),
                context.Request.Headers.Range.ToString()));
            await handle(context, Interlocked.Increment(ref count));
        });
        await app.StartAsync();
        registry.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return registry;
    }

    /// <summary>A client of it that does not wait long.</summary>
    public Client Client(HurriedClock? clock = null, int attempts = 5, TimeSpan? timeout = null) => new(new ClientOptions
    {
        Registry = Url,
        Token = "mlp_secret",
        Clock = clock ?? new HurriedClock(),
        Attempts = attempts,
        Timeout = timeout ?? TimeSpan.FromSeconds(60),
    });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
