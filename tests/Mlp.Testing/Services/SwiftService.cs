using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Mlp.Testing.Services;

/// <summary>A real S3 service: OpenStack Swift's four servers and memcached, with one device in a temporary folder.</summary>
public sealed class SwiftService : IAsyncDisposable
{
    internal const string User = "swift";
    private const string RingsScript = "swift_rings.py";
    private const string ServerScript = "swift_server.py";
    private const string Python = "/usr/bin/python3";
    private static readonly string[] Names = ["account", "container", "object", "proxy"];
    private readonly ServiceFolder _folder;
    private readonly List<ServiceProcess> _servers;
    private int _buckets;

    private SwiftService(ServiceFolder folder, List<ServiceProcess> servers, SwiftConfiguration configuration)
    {
        (_folder, _servers) = (folder, servers);
        Endpoint = AddressOf(configuration.Proxy);
        SecretKey = configuration.Secret;
    }

    /// <summary>Where its S3 interface listens; buckets are addressed by path.</summary>
    public Uri Endpoint { get; }

    public string AccessKey { get; } = SwiftConfiguration.AccessKey;

    public string SecretKey { get; }

    public string Region { get; } = "us-east-1";

    public static async Task<SwiftService> Start(Ct ct)
    {
        Program.Installed("/usr/bin/swift-proxy-server");
        var folder = await ServiceFolder.Create(User, ct);
        try
        {
            return await FreePorts.Use(5, ports => Start(folder, ports, ct));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty bucket and answers its name.</summary>
    public async Task<string> CreateBucket(Ct ct = default)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bucket{Interlocked.Increment(ref _buckets)}");
        using var http = new HttpClient();
        using var login = new HttpRequestMessage(HttpMethod.Get, new Uri(Endpoint, "/auth/v1.0"));
        login.Headers.Add("X-Auth-User", AccessKey);
        login.Headers.Add("X-Auth-Key", SecretKey);
        using var session = await http.SendAsync(login, ct);
        session.EnsureSuccessStatusCode();
        using var create = new HttpRequestMessage(HttpMethod.Put, new Uri($"{session.Headers.GetValues("X-Storage-Url").Single()}/{name}"));
        create.Headers.Add("X-Auth-Token", session.Headers.GetValues("X-Auth-Token").Single());
        using var created = await http.SendAsync(create, ct);
        created.EnsureSuccessStatusCode();
        return name;
    }

    /// <summary>Ends all servers; what was stored stays until this object is disposed of.</summary>
    public void Stop() => _servers.ForEach(s => s.Stop());

    /// <summary>Ends all servers as a power cut would.</summary>
    public void Kill() => _servers.ForEach(s => s.Kill());

    public ValueTask DisposeAsync()
    {
        _servers.ForEach(s => s.Dispose());
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<SwiftService> Start(ServiceFolder folder, int[] ports, Ct ct)
    {
        var configuration = new SwiftConfiguration(
            folder.Path, RandomNumberGenerator.GetHexString(32, lowercase: true), ports[0], ports[1], ports[2], ports[3], ports[4]);
        await MakeFiles(configuration, ct);
        List<ServiceProcess> servers = [.. Names.Select(n => StartServer(configuration, n)), StartMemcached(configuration)];
        try
        {
            await Task.WhenAll(servers.Zip(ports).Select(s => s.First.UntilReady(() => Listens(s.Second, ct), ct)));
            return new SwiftService(folder, servers, configuration);
        }
        catch
        {
            servers.ForEach(s => s.Dispose());
            throw;
        }
    }

    private static async Task MakeFiles(SwiftConfiguration configuration, Ct ct)
    {
        await configuration.Write(ct);
        await WriteScript(configuration.Folder, RingsScript, ct);
        await WriteScript(configuration.Folder, ServerScript, ct);
        Directory.CreateDirectory(Path.Combine(configuration.Folder, "devices", "d1"));
        string[] ports = [Text(configuration.Account), Text(configuration.Container), Text(configuration.Object)];
        await Program.Run(Python, [Path.Combine(configuration.Folder, RingsScript), configuration.Folder, .. ports], ct);
        if (ServiceUser.WeAreRoot)
        {
            await Program.Run("/usr/bin/chown", ["-R", $"{User}:{User}", configuration.Folder], ct);
        }
    }

    private static ServiceProcess StartMemcached(SwiftConfiguration configuration) =>
        new(new("memcached", User, "/usr/bin/memcached", ["-l", "127.0.0.1", "-p", Text(configuration.Memcached), "-U", "0", "-m", "16", "-t", "1"]));

    private static ServiceProcess StartServer(SwiftConfiguration configuration, string name) =>
        new(new($"swift-{name}", User, Python, [Path.Combine(configuration.Folder, ServerScript), configuration.Folder, name]));

    private static async Task<bool> Listens(int port, Ct ct)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Uri AddressOf(int port) => new($"http://127.0.0.1:{Text(port)}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // The service's user must be able to read it, which a checkout in someone's home folder may not allow: hence a copy.
    private static async Task WriteScript(string folder, string name, Ct ct)
    {
        await using var script = typeof(SwiftService).Assembly.GetManifestResourceStream(name)!;
        await using var file = File.Create(Path.Combine(folder, name));
        await script.CopyToAsync(file, ct);
    }
}
