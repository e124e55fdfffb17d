using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Mlp.Cli.Kubernetes.Cluster;

/// <summary>The way to one Service through the API server: <c>kubectl proxy</c> on a socket that only this user may open, and for this Service alone.</summary>
internal sealed class ServiceProxy : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns its handler, and ends it.")]
    private ServiceProxy(DirectoryInfo folder, Process process, string path)
    {
        (_folder, _process) = (folder, process);
        Http = new(ThroughSocket(SocketIn(folder)))
        {
            BaseAddress = new($"http://localhost{path}"), // The one name that kubectl proxy answers to.
            Timeout = TimeSpan.FromSeconds(40),
            MaxResponseContentBufferSize = 16 << 20,
        };
    }

    /// <summary>Its base address is the Service's.</summary>
    public HttpClient Http { get; }

    public static async Task<ServiceProxy> Open(KubectlProgram kubectl, string clusterNamespace, string service, Ct ct)
    {
        var path = $"/api/v1/namespaces/{clusterNamespace}/services/{service}/proxy/";
        var folder = Directory.CreateTempSubdirectory("mlp-");
        var proxy = new ServiceProxy(folder, kubectl.Start(["proxy", $"--unix-socket={SocketIn(folder)}", $"--accept-paths=^{Regex.Escape(path)}"]), path);
        try
        {
            await proxy.Started(SocketIn(folder), ct);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task Started(string socket, Ct ct)
    {
        for (var clock = Stopwatch.StartNew(); !File.Exists(socket); await Task.Delay(20, ct))
        {
            if (_process.HasExited || clock.Elapsed > LongestStart)
            {
                throw KubernetesErrors.NoProxy(_process.HasExited ? (await _process.StandardError.ReadToEndAsync(ct)).Trim() : $"it did not start within {LongestStart.TotalSeconds:0} s");
            }
        }
    }

    private static string SocketIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "k");

    private static SocketsHttpHandler ThroughSocket(string path) => new()
    {
        ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
        AllowAutoRedirect = false,
    };
}
