using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mlp.Server.Serving;

namespace Mlp.Server.Tests.Serving;

/// <summary>A real web server on a real socket, which answers what a test says.</summary>
internal sealed class TinyModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _gone = new();

    private TinyModel(WebApplication app, string? token)
    {
        _app = app;
        EndPoint = IPEndPoint.Parse(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Authority);
        Backend = new(ServiceConnection.ToSocket(EndPoint), token);
    }

    public Backend Backend { get; }

    public IPEndPoint EndPoint { get; }

    public static async Task<TinyModel> Start(RequestDelegate answer, string? token = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new(app, token);
    }

    /// <summary>Ends as a process ends that is killed: whatever it was at is cut off.</summary>
    public async Task Die()
    {
        if (!_gone.IsCancellationRequested)
        {
            await _gone.CancelAsync();
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await _app.StopAsync(now.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Die();
        await _app.DisposeAsync();
        Backend.Dispose();
        _gone.Dispose();
    }
}
