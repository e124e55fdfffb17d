using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace Mlp.Testing.Services;

/// <summary>A real container registry, Debian's docker-registry, with a folder of its own, on a loopback port.</summary>
public sealed class DockerRegistry : IAsyncDisposable
{
    private const string User = "docker-registry";
    private const string ProgramPath = "/usr/bin/docker-registry";
    private readonly ServiceFolder _folder;
    private readonly ServiceProcess _server;

    private DockerRegistry(ServiceFolder folder, ServiceProcess server, int port) => (_folder, _server, Host) = (folder, server, $"127.0.0.1:{Text(port)}");

    /// <summary>Host and port, as image references begin with.</summary>
    public string Host { get; }

    /// <summary>A registry that lets everybody in.</summary>
    public static Task<DockerRegistry> Start(Ct ct = default) => Start((_, _) => Task.FromResult(""), ct);

    /// <summary>A registry that wants a name and a password.</summary>
    public static Task<DockerRegistry> StartWithPassword(string userName, string password, Ct ct = default) => Start(
        async (folder, c) =>
        {
            var path = Path.Combine(folder, "htpasswd");
            await File.WriteAllTextAsync(path, $"{userName}:{PasswordHash.Bcrypt(password)}\n", c);
            return $"\nauth:\n  htpasswd: {{realm: tests, path: {path}}}\n";
        },
        ct);

    /// <summary>A registry that wants tokens which a service signs.</summary>
    /// <param name="realm">Where the service is.</param>
    /// <param name="service">What the service calls the registry.</param>
    /// <param name="certificate">The service's certificate, as PEM.</param>
    public static Task<DockerRegistry> StartWithTokens(Uri realm, string service, string certificate, Ct ct = default) => Start(
        async (folder, c) =>
        {
            var path = Path.Combine(folder, "token.pem");
            await File.WriteAllTextAsync(path, certificate, c);
            return $"\nauth:\n  token: {{realm: '{realm}', service: '{service}', issuer: '{service}', rootcertbundle: {path}}}\n";
        },
        ct);

    /// <summary>Ends the registry as its operator would; what it has stored stays until this object is disposed of.</summary>
    public void Stop() => _server.Stop();

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<DockerRegistry> Start(Func<string, Ct, Task<string>> authentication, Ct ct)
    {
        Program.Installed(ProgramPath);
        var folder = await ServiceFolder.Create(User, ct);
        try
        {
            var settings = await authentication(folder.Path, ct);
            return await FreePorts.Use(1, async ports => new DockerRegistry(folder, await StartServer(folder.Path, ports[0], settings, ct), ports[0]));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static async Task<ServiceProcess> StartServer(string folder, int port, string authentication, Ct ct)
    {
        var configuration = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(configuration, $$$"""
            version: 0.1
            log: {level: error, accesslog: {disabled: true}}
            storage:
              filesystem: {rootdirectory: {{{folder}}}/data}
              delete: {enabled: true}
              maintenance: {uploadpurging: {enabled: false}}
            http: {addr: '127.0.0.1:{{{Text(port)}}}', secret: {{{RandomNumberGenerator.GetHexString(32)}}}}
            {{{authentication}}}
            """, ct);
        if (ServiceUser.WeAreRoot)
        {
            await Program.Run("/usr/bin/chown", ["-R", $"{User}:{User}", folder], ct);
        }

        var server = new ServiceProcess(new("docker-registry", User, ProgramPath, ["serve", configuration]));
        try
        {
            using var http = new HttpClient();
            await server.UntilReady(() => Answers(http, port, ct), ct);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    private static async Task<bool> Answers(HttpClient http, int port, Ct ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{Text(port)}/v2/"), ct);
            return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
