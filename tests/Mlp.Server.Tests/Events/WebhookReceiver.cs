using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mlp.Wire;

namespace Mlp.Server.Tests.Events;

/// <summary>A real server that takes webhooks, checks their signatures and answers as it is told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "a secret of the receiver";
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<AuditEvent> _received = new();
    private int _tries;

    private WebhookReceiver(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(Take);
    }

    public string Url => _app.Urls.First() + "/hook";

    public int Port => new Uri(Url).Port;

    /// <summary>What to answer to the n-th try with this event.</summary>
    public Func<int, AuditEvent, int> Answer { get; set; } = (_, _) => StatusCodes.Status200OK;

    /// <summary>What was answered with success, in the order in which it came.</summary>
    public IReadOnlyList<AuditEvent> Received => [.. _received];

    public int Tries => Volatile.Read(ref _tries);

    public ConcurrentBag<string> Wrong { get; } = [];

    public static async Task<WebhookReceiver> Start(int port = 0)
    {
        var receiver = new WebhookReceiver(port);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async Task Has(int events)
    {
        for (var i = 0; i < 600 && _received.Count < events; i++)
        {
            await Task.Delay(50);
        }

        Assert.True(_received.Count >= events, $"{_received.Count} of {events} events came");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var happened = JsonSerializer.Deserialize<AuditEvent>(body, WireJson.Options)!;
        Check(context.Request, body, happened);
        context.Response.StatusCode = Answer(Interlocked.Increment(ref _tries), happened);
        if (context.Response.StatusCode == StatusCodes.Status302Found)
        {
            context.Response.Headers.Location = "/elsewhere";
        }

        if (context.Response.StatusCode < 300)
        {
            _received.Enqueue(happened);
        }

        await context.Response.WriteAsync(new string('x', 10_000));
    }

    private void Check(HttpRequest request, string body, AuditEvent happened)
    {
        var signature = request.Headers["X-Mlp-Signature"].ToString().Split(',').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{signature["t"]}.{body}"));
        var age = DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(long.Parse(signature["t"], System.Globalization.CultureInfo.InvariantCulture));
        var isRight = signature["v1"] == Convert.ToHexStringLower(expected)
            && age < TimeSpan.FromMinutes(5)
            && request.Headers["X-Mlp-Event"] == happened.Kind
            && long.TryParse(request.Headers["X-Mlp-Delivery"], out _)
            && request.Path == "/hook";
        if (!isRight)
        {
            Wrong.Add($"{request.Path} {request.Headers["X-Mlp-Signature"]} {body}");
        }
    }
}
