using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mlp.Root.Tests;

/// <summary>A real nginx that serves a folder, on a port and with files of its own.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;

    private Nginx(string folder, int port)
    {
        (_folder, Address) = (folder, new($"http://127.0.0.1:{port}/"));
        _process = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", folder, "-c", "nginx.conf", "-e", "errors.log"]))!;
    }

    public Uri Address { get; }

    /// <summary>What was asked: a line for each request, with its ranges, the answer's status and type.</summary>
    public string[] Requests => File.ReadAllLines(Path.Combine(_folder, "requests.log"));

    public static async Task<Nginx> Start(string files)
    {
        var folder = Directory.CreateTempSubdirectory("mlp-nginx-").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid nginx.pid;
            events { }
            http {
                log_format asked '$http_range $status $sent_http_content_type';
                access_log requests.log asked;
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                server {
                    listen 127.0.0.1:{{port}};
                    root "{{files}}";
                }
            }
            """);
        var server = new Nginx(folder, port);
        try
        {
            await server.Answers();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Answers()
    {
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var _ = await http.GetAsync(Address);
                return;
            }
            catch (HttpRequestException) when (tries < 100 && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
