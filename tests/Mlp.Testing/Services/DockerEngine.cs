using System.Net.Sockets;
using System.Security.Cryptography;

namespace Mlp.Testing.Services;

/// <summary>A real Docker Engine of the tests' own: its socket, its data, its containerd and its bridge; it touches no firewall and no other engine.</summary>
public sealed class DockerEngine : IAsyncDisposable
{
    private const string Root = "root";
    private const string ProgramPath = "/usr/sbin/dockerd";
    private const string BridgePrefix = "mlp";
    private const string Ip = "/usr/sbin/ip";
    private readonly ServiceFolder _folder;
    private readonly Func<Ct, Task<ServiceProcess>> _start;
    private ServiceProcess _server;
    private readonly string _bridge;

    private DockerEngine(ServiceFolder folder, Func<Ct, Task<ServiceProcess>> start, ServiceProcess server, string bridge) => (_folder, _start, _server, _bridge) = (folder, start, server, bridge);

    /// <summary>Its socket.</summary>
    public string Socket => Path.Combine(_folder.Path, "d.sock");

    /// <summary>The socket of its containerd.</summary>
    public string ContainerdSocket => Path.Combine(_folder.Path, "exec", "containerd", "containerd.sock");

    /// <summary>Its address, as <c>DOCKER_HOST</c> has it.</summary>
    public string Address => $"unix://{Socket}";

    /// <summary>Starts an engine; only root may. Containers reach each other and this machine over its bridge, and their published ports are reached on loopback.</summary>
    public static async Task<DockerEngine> Start(Ct ct = default)
    {
        Program.Installed(ProgramPath);
        var folder = await ServiceFolder.Create(Root, ct);
        string? bridge = null;
        try
        {
            var network = $"10.{RandomNumberGenerator.GetInt32(180, 250)}";
            await RemoveAbandonedBridges(folder.Path, ct);
            bridge = await MakeBridge(folder.Path, $"{network}.{RandomNumberGenerator.GetInt32(0, 250)}.1/24", ct);
            var name = bridge;
            Task<ServiceProcess> StartIt(Ct c) => StartServer(folder.Path, name, network, c);
            return new(folder, StartIt, await StartIt(ct), bridge);
        }
        catch
        {
            await Clean(folder, bridge);
            throw;
        }
    }

    /// <summary>Runs <c>docker</c> with this engine and answers what it prints; one that fails is an error.</summary>
    public Task<string> Docker(params string[] arguments) => Program.Output("/usr/bin/docker", ["--host", Address, .. arguments], Ct.None);

    /// <summary>Ends the engine as its operator would, and its containers with it; what it has stays.</summary>
    public void Stop() => _server.Stop();

    /// <summary>Starts it again after <see cref="Stop"/>.</summary>
    public async Task StartAgain(Ct ct = default)
    {
        _server.Dispose();
        _server = await _start(ct);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await Clean(_folder, _bridge);
    }

    private static async Task<ServiceProcess> StartServer(string folder, string bridge, string network, Ct ct)
    {
        // A configuration of its own, not the machine's; builds are BuildKit's.
        var configuration = Path.Combine(folder, "daemon.json");
        await File.WriteAllTextAsync(configuration, """{"features": {"buildkit": true}}""", ct);
        string[] arguments =
        [
            "--config-file", configuration,
            "--host", $"unix://{folder}/d.sock", "--data-root", $"{folder}/data", "--exec-root", $"{folder}/exec", "--pidfile", $"{folder}/pid",
            "--bridge", bridge, "--default-address-pool", $"base={network}.0.0/16,size=24", "--iptables=false", "--ip-masq=false",
            "--shutdown-timeout", "3", "--log-level", "warn",
        ];

        // Asked to end, not killed, where we die: it takes its containers and its containerd along.
        var server = new ServiceProcess(new("dockerd", Root, ProgramPath, arguments) { SignalWhenWeDie = "TERM" });
        try
        {
            await server.UntilReady(() => Listens(Path.Combine(folder, "d.sock"), ct), ct);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    // The bridge is called as the folder is, so that one whose folder is gone tells that a killed run left it.
    private static async Task<string> MakeBridge(string folder, string address, Ct ct)
    {
        var name = BridgePrefix + folder.Split('-')[^1];
        await Program.Run(Ip, ["link", "add", name, "type", "bridge"], ct);
        await Program.Run(Ip, ["address", "add", address, "dev", name], ct);
        await Program.Run(Ip, ["link", "set", name, "up"], ct);
        return name;
    }

    private static async Task RemoveAbandonedBridges(string folder, Ct ct)
    {
        var parent = folder[..(folder.LastIndexOf('-') + 1)];
        foreach (var name in Directory.GetDirectories("/sys/class/net", BridgePrefix + "????????????").Select(f => Path.GetFileName(f)))
        {
            if (!Directory.Exists(parent + name[BridgePrefix.Length..]))
            {
                await Program.Run(Ip, ["link", "delete", name], ct);
            }
        }
    }

    private static async Task<bool> Listens(string path, Ct ct)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            await socket.SendAsync("GET /_ping HTTP/1.0\r\n\r\n"u8.ToArray(), ct);
            var answer = new byte[64];
            return System.Text.Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer, ct)).Contains(" 200 ", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Namespaces and layers stay mounted where containers were killed; a folder with mounts cannot go away.
    private static async Task Clean(ServiceFolder folder, string? bridge)
    {
        foreach (var mount in await Mounts(folder.Path))
        {
            await Program.Run("/usr/bin/umount", ["--lazy", mount], Ct.None);
        }

        folder.Dispose();
        if (bridge is not null)
        {
            await Program.Run(Ip, ["link", "delete", bridge], Ct.None);
        }
    }

    private static async Task<IReadOnlyList<string>> Mounts(string folder) =>
    [
        .. (await File.ReadAllLinesAsync("/proc/self/mounts")).Select(l => l.Split(' ')[1])
            .Where(m => m.StartsWith(folder + "/", StringComparison.Ordinal)).OrderByDescending(m => m.Length),
    ];
}
