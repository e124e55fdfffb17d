using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Mlp.Testing;

namespace Mlp.Serving.Tests;

/// <summary>The real serving process. It ends with the test.</summary>
public sealed class ServingProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Process _process;

    private ServingProcess(Process process) => _process = process;

    public static string Models { get; } = Repository.PathOf("tests", "fixtures", "serving", "Models", "bin");

    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1:0");

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };

    public string Log => string.Join('\n', _log);

    public bool HasExited => _process.HasExited;

    /// <summary>Serves a model of the fixtures and waits until it is ready.</summary>
    public static async Task<ServingProcess> Serve(string name, params string[] arguments)
    {
        var serving = await Start(["--model", Models, "--name", name, "--parameters", Path.GetTempPath() + "none", "--urls", "http://127.0.0.1:0", .. arguments]);
        return await serving.Ready();
    }

    public static async Task<ServingProcess> Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = StartInfo(arguments, environment);
        var serving = new ServingProcess(Process.Start(start)!);
        serving._process.ErrorDataReceived += (_, line) => serving._log.Enqueue(line.Data ?? "");
        serving._process.BeginErrorReadLine();
        var address = await serving._process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (address is null)
        {
            await serving._process.WaitForExitAsync().WaitAsync(Patience);
            throw new InvalidOperationException($"the process ended with {serving._process.ExitCode}: {serving.Log}");
        }

        if (address.StartsWith("http", StringComparison.Ordinal))
        {
            serving.BaseUrl = serving.Http.BaseAddress = new Uri(address.Replace("[::]", "127.0.0.1", StringComparison.Ordinal));
        }

        return serving;
    }

    /// <summary>Runs to its end; answers exit code, stdout and stderr.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> Run(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Process.Start(StartInfo(arguments, environment))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, await error);
    }

    public async Task<ServingProcess> Ready()
    {
        await Until(async () => (await Get("/health/ready")).Status == 200);
        return this;
    }

    /// <summary>Waits until the metrics have a line.</summary>
    public Task Until(string metric) => Until(async () => (await Get("/metrics")).Body.Contains(metric + "\n", StringComparison.Ordinal));

    public static async Task Until(Func<Task<bool>> holds)
    {
        for (var clock = Stopwatch.StartNew(); !await holds();)
        {
            Assert.True(clock.Elapsed < Patience, "what the test waits for does not happen");
            await Task.Delay(20);
        }
    }

    public async Task<(int Status, string Body)> Get(string path)
    {
        using var answer = await Http.GetAsync(path);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<(int Status, string Body)> Post(string path, string body, string? session = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (session is not null)
        {
            request.Headers.Add("Mlp-Session", session);
        }

        using var answer = await Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The answer of a request that must succeed.</summary>
    public async Task<string> Predict(string body, string path = "/predict", string? session = null)
    {
        var (status, answer) = await Post(path, body, session);
        Assert.True(status == 200, $"{status}: {answer}");
        return answer;
    }

    public async Task<Stream> Connect()
    {
        var client = new TcpClient();
        await client.ConnectAsync(BaseUrl.Host, BaseUrl.Port);
        return client.GetStream();
    }

    /// <summary>Says a line on its standard input; null ends that.</summary>
    public async Task Say(string? line)
    {
        if (line is null)
        {
            _process.StandardInput.Close();
            return;
        }

        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public void Terminate() => Marshal.ThrowExceptionForHR(Kill(_process.Id, Sigterm));

    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Http.Dispose();
    }

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Mlp.Serving.dll"), .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
