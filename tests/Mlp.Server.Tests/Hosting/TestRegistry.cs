using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Tests.Hosting;

/// <summary>The real registry on a real Kestrel, in this process, with a home of its own.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly RegistryHost _host;
    private readonly CapturedLog _log;

    private readonly bool _ownsHome;

    private TestRegistry(RegistryHost host, DirectoryInfo home, bool ownsHome, CapturedLog log)
    {
        (_host, Home, _ownsHome, _log) = (host, home, ownsHome, log);
        BaseUrl = new Uri(host.Urls[0]);
        Anonymous = new HttpClient { BaseAddress = BaseUrl };
    }

    public DirectoryInfo Home { get; }

    public Uri BaseUrl { get; }

    /// <summary>Sends no token.</summary>
    public HttpClient Anonymous { get; }

    public IServiceProvider Services => _host.Services;

    public Store Store => Services.GetRequiredService<Store>();

    /// <summary>What the registry told on stderr so far.</summary>
    public string Log => _log.Text;

    /// <param name="home">One that outlives this registry; null makes one that does not.</param>
    public static async Task<TestRegistry> Start(Func<ServerSettings, ServerSettings>? change = null, TimeProvider? clock = null, DirectoryInfo? home = null)
    {
        var ownsHome = home is null;
        home ??= Directory.CreateTempSubdirectory("mlp-");
        var settings = new ServerSettings { Home = home, Urls = ["http://127.0.0.1:0"] };
        var log = new CapturedLog();
        var host = await RegistryHost.Start(change is null ? settings : change(settings), log, clock ?? TimeProvider.System, TestContext.Current.CancellationToken);
        return new(host, home, ownsHome, log);
    }

    /// <summary>A client with a new token of this role.</summary>
    public async Task<HttpClient> As(string role, string? project = null, string? name = null, DateTimeOffset? expires = null) =>
        With((await NewToken(role, project, name, expires)).Secret);

    public HttpClient With(string secret)
    {
        var client = new HttpClient { BaseAddress = BaseUrl };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    public Task<CreatedToken> NewToken(string role, string? project = null, string? name = null, DateTimeOffset? expires = null) =>
        Store.Write(
            "test",
            async session =>
            {
                var (secret, row) = await Tokens.Create(session, new(name ?? $"{role} of a test", RoleText.TryParse(role)!.Value, project, expires));
                return new CreatedToken(secret, row.ToWire());
            },
            Ct.None);

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        await _host.DisposeAsync();
        if (_ownsHome)
        {
            Home.Delete(recursive: true);
        }
    }
}
