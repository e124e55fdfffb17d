using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mlp.Tool.Tests.Packages;

/// <summary>A real server that speaks NuGet's protocol, version 3, as far as pushing and restoring need it.</summary>
internal sealed class TestFeed : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestFeed(WebApplication application) => _application = application;

    public string? ApiKey { get; init; }

    public (string User, string Password)? Basic { get; init; }

    public bool ShowsPackages { get; set; } = true;

    public bool Signs { get; init; }

    public long? MaxBytes { get; init; }

    /// <summary>Where packages are really kept; requests for them are redirected.</summary>
    public Uri? KeptAt { get; set; }

    /// <summary>Where pushes are redirected to.</summary>
    public Uri? TakenAt { get; set; }

    /// <summary>What the index is instead.</summary>
    public string? Index { get; set; }

    /// <summary>What a push is answered with, beside 400.</summary>
    public string? Complaint { get; set; }

    /// <summary>What the next requests are answered with; 0 cuts the connection, and minus a status gives it after the work was done.</summary>
    public ConcurrentQueue<int> Faults { get; } = new();

    public ConcurrentQueue<Request> Requests { get; } = new();

    public ConcurrentDictionary<string, byte[]> Packages { get; } = new(StringComparer.Ordinal);

    public Uri Root => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");

    public string Url => new Uri(Root, "v3/index.json").AbsoluteUri;

    public IEnumerable<Request> Pushes => Requests.Where(request => request.Method == "PUT");

    public static async Task<TestFeed> Start(string? apiKey = null, (string User, string Password)? basic = null, bool signs = false, long? maxBytes = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = maxBytes ?? kestrel.Limits.MaxRequestBodySize);
        var application = builder.Build();
        var feed = new TestFeed(application) { ApiKey = apiKey, Basic = basic, Signs = signs, MaxBytes = maxBytes };
        application.Use(feed.Serve);
        application.MapGet("/v3/index.json", feed.GetIndex);
        application.MapPut("/v3/package", feed.Put);
        application.MapGet("/v3/flat/{id}/index.json", feed.GetVersions);
        application.MapGet("/v3/flat/{id}/{version}/{file}", feed.GetPackage);
        await application.StartAsync();
        return feed;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task Serve(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new(context.Request.Method, context.Request.Path, headers));
        if (Basic is { } basic && headers.GetValueOrDefault("Authorization") != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.User}:{basic.Password}")))
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"packages\"";
            return;
        }

        if (!Faults.TryDequeue(out var fault) || fault == 200)
        {
            await next(context);
        }
        else if (fault == 0)
        {
            context.Abort();
        }
        else
        {
            await Fail(context, next, fault);
        }
    }

    private static async Task Fail(HttpContext context, RequestDelegate next, int fault)
    {
        if (fault < 0)
        {
            await next(context); // The answer is not begun yet: statuses alone are sent at the end.
        }

        context.Response.StatusCode = Math.Abs(fault);
        if (fault == 429)
        {
            context.Response.Headers.RetryAfter = "1";
        }
    }

    private IResult GetIndex()
    {
        List<object> resources = [Resource("package", "PackagePublish/2.0.0"), .. ShowsPackages ? [Resource("flat", "PackageBaseAddress/3.0.0")] : Array.Empty<object>()];
        return Index is { } text ? Results.Text(text) : Results.Json(new { version = "3.0.0", resources });
    }

    private Dictionary<string, string> Resource(string path, string type) => new() { ["@id"] = new Uri(Root, "v3/" + path).AbsoluteUri, ["@type"] = type };

    private async Task<IResult> Put(HttpRequest request)
    {
        if (TakenAt is { } elsewhere)
        {
            return Results.Redirect(elsewhere.AbsoluteUri, permanent: false, preserveMethod: true);
        }

        if (ApiKey is not null && request.Headers["X-NuGet-ApiKey"] != ApiKey)
        {
            return Results.StatusCode(403);
        }

        if (Complaint is { } complaint)
        {
            return Results.Text($"{complaint} {request.Headers["X-NuGet-ApiKey"]} {request.Headers.Authorization}", statusCode: 400);
        }

        var file = (await request.ReadFormAsync()).Files.Single();
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return Packages.TryAdd(Key(bytes), Signs ? TestPackage.Signed(bytes.ToArray()) : bytes.ToArray()) ? Results.StatusCode(201) : Results.StatusCode(409);
    }

    private IResult GetVersions(string id) =>
        Results.Json(new { versions = Packages.Keys.Where(key => key.StartsWith(id + "/", StringComparison.Ordinal)).Select(key => key.Split('/')[1]) });

    private IResult GetPackage(string id, string version, string file) => KeptAt is { } elsewhere
        ? Results.Redirect(new Uri(elsewhere, $"v3/flat/{id}/{version}/{file}").AbsoluteUri)
        : file == $"{id}.{version}.nupkg" && Packages.TryGetValue($"{id}/{version}", out var bytes) ? Results.Bytes(bytes, "application/octet-stream") : Results.NotFound();

    private static string Key(MemoryStream package)
    {
        using var archive = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
        using var manifest = archive.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var metadata = XDocument.Load(manifest).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
#pragma warning disable CA1308 // The protocol wants lower case.
        return $"{Value("id")}/{Value("version")}".ToLowerInvariant();
#pragma warning restore CA1308
    }

    internal sealed record Request(string Method, string Path, IReadOnlyDictionary<string, string> Headers);
}
