using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Mlp.Serving.Benchmarks;

/// <summary>A server that runs until it is disposed of.</summary>
internal sealed class RunningPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private RunningPeer(Process process) => _process = process;

    /// <summary>From the start of the process to the first time that it was ready.</summary>
    public TimeSpan Start { get; private set; }

    public static async Task<RunningPeer> Of(Peer peer)
    {
        var start = new ProcessStartInfo(peer.Program, peer.Arguments) { WorkingDirectory = peer.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in peer.Environment)
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
#pragma warning disable CA2000 // Belongs to the caller; where it does not become ready, the benchmark ends.
        var running = new RunningPeer(Process.Start(start)!);
#pragma warning restore CA2000
        running._process.OutputDataReceived += static (_, _) => { };
        running._process.ErrorDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = Peer.Url };
        while (!await IsReady(client))
        {
            _ = clock.Elapsed < Patience && !running._process.HasExited ? 0 : throw new InvalidOperationException($"{peer.Name} does not become ready");
            await Task.Delay(5);
        }

        running.Start = clock.Elapsed;
        return running;
    }

    /// <summary>Whether it predicts what the network predicts.</summary>
    public static async Task Check(Peer peer, BenchmarkFolder folder)
    {
        using var client = new HttpClient { BaseAddress = Peer.Url };
        using var content = new StringContent(folder.Input, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/predict", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        var output = JsonSerializer.Deserialize<float[]>(text)!;
        if (peer.Predicts && float.Abs(output[0] - folder.Expected) > 1e-4f)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{peer.Name} answers {text}, not {folder.Expected}"));
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> IsReady(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
