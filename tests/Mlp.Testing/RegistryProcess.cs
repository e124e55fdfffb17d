using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace Mlp.Testing;

/// <summary>
/// The real <c>mlp server</c> in a process of its own, with a temporary home. It ends with the test; where the test
/// process itself is killed, it ends by itself after a while without requests. As long as that lives it is asked something now and then.
/// </summary>
public sealed class RegistryProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMinutes(2);
    private static readonly ConcurrentDictionary<int, Process> Running = new();
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly IReadOnlyList<string> _arguments;
    private readonly bool _ownsHome;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Timer _asking;
    private Process? _process;

    static RegistryProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Running.Values)
        {
            process.Kill();
        }
    };

    private RegistryProcess(string home, bool ownsHome, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments)
    {
        (Home, _ownsHome, _environment, _arguments) = (home, ownsHome, environment, arguments);
        _asking = new(_ => _ = Ask(), null, AskedEvery, AskedEvery);
    }

    /// <summary>The registry's <c>MLP_HOME</c>.</summary>
    public string Home { get; }

    /// <summary>Where it listens; the port stays over restarts.</summary>
    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1:0");

    public string AdminToken { get; private set; } = "";

    /// <summary>Sends the administrator's token.</summary>
    public HttpClient Http { get; private set; } = new();

    public int ProcessId => Live.Id;

    /// <summary>What the process told on stderr so far.</summary>
    public string Log => string.Join('\n', _log);

    public bool HasExited => Live.HasExited;

    private Process Live => _process ?? throw new InvalidOperationException("the registry was not started");

    /// <param name="environment">Variables beside those that the test itself has, e.g. MLP_DATABASE.</param>
    /// <param name="home">A home that outlives this registry; null makes one that does not.</param>
    public static async Task<RegistryProcess> Start(IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? arguments = null, string? home = null)
    {
        var registry = new RegistryProcess(home ?? Directory.CreateTempSubdirectory("mlp-").FullName, home is null, environment ?? new Dictionary<string, string>(), arguments ?? []);
        await registry.Launch();
        return registry;
    }

    /// <summary>A client with another token.</summary>
    public HttpClient With(string token)
    {
        var client = new HttpClient { BaseAddress = BaseUrl, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>SIGKILL: the process ends in the middle of whatever it does.</summary>
    public async Task Kill()
    {
        Live.Kill();
        await Ended();
    }

    /// <summary>SIGTERM, and waits for the process to end; answers its exit code.</summary>
    public async Task<int> Stop()
    {
        Terminate();
        await Ended();
        return Live.ExitCode;
    }

    /// <summary>SIGTERM alone.</summary>
    public void Terminate() => _ = SendSignal(Live.Id, Sigterm);

    /// <summary>Starts it again on the same home and port, after stopping it where it still runs.</summary>
    public async Task Restart()
    {
        if (!HasExited)
        {
            await Stop();
        }

        await Launch();
    }

    /// <summary>The memory that the process holds now.</summary>
    public long ResidentBytes() => Kilobytes("VmRSS:") * 1024;

    /// <summary>The most memory that the process held at any time.</summary>
    public long PeakResidentBytes() => Kilobytes("VmHWM:") * 1024;

    public async ValueTask DisposeAsync()
    {
        await _asking.DisposeAsync();
        Http.Dispose();
        if (!HasExited)
        {
            await Kill();
        }

        Running.TryRemove(Live.Id, out _);
        _process?.Dispose();
        if (_ownsHome)
        {
            Directory.Delete(Home, recursive: true);
        }
    }

    private async Task Ask()
    {
        try
        {
            (await Http.GetAsync(new Uri("api/v1/whoami", UriKind.Relative))).Dispose();
        }
        catch (Exception e) when (e is HttpRequestException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // It is down, or about to be.
        }
    }

    private async Task Launch()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await TryLaunch(patience.Token))
        {
            // Another process took the port for a moment; it is asked for again, because clients know it.
            await Task.Delay(200, patience.Token);
        }

        AdminToken = (await File.ReadAllTextAsync(Path.Combine(Home, "admin.token"), patience.Token)).Trim();
        Http = With(AdminToken);
    }

    private async Task<bool> TryLaunch(CancellationToken ct)
    {
        var process = Process.Start(StartInfo()) ?? throw new InvalidOperationException("dotnet could not be started");
        Running[process.Id] = process;
        process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        _process = process;
        var first = await process.StandardOutput.ReadLineAsync(ct);
        if (first is not null)
        {
            BaseUrl = new Uri(first["listening on ".Length..].Trim());
            return true;
        }

        await Ended();
        return Log.Contains("cannot listen", StringComparison.Ordinal) && BaseUrl.Port != 0
            ? false
            : throw new InvalidOperationException($"the registry did not start (exit code {process.ExitCode}): {Log}");
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo("dotnet", [Program, "server", "--urls", $"http://127.0.0.1:{BaseUrl.Port}", .. _arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["MLP_HOME"] = Home;
        start.Environment["MLP_EXIT_WHEN_IDLE"] = "10m";
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task Ended()
    {
        using var patience = new CancellationTokenSource(Patience);
        await Live.WaitForExitAsync(patience.Token);
        Running.TryRemove(Live.Id, out _);
    }

    private long Kilobytes(string field)
    {
        var line = File.ReadLines($"/proc/{Live.Id}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    /// <summary>The built tool, in the configuration that the tests were built in.</summary>
    public static string Program
    {
        get
        {
            var parts = AppContext.BaseDirectory.TrimEnd('/').Split('/');
            var program = Repository.PathOf("src", "mlp-cli", "bin", parts[^2], parts[^1], "mlp.dll");
            return File.Exists(program) ? program : throw new InvalidOperationException($"{program} is missing: build src/mlp-cli in the same configuration");
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
