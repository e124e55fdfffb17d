using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Mlp.Testing;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Deploying;

/// <summary>The command <c>mlp run</c> while it runs, and what it serves.</summary>
internal sealed class RunningModel : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _told = new();

    private RunningModel(Process process) => _process = process;

    /// <summary>What it has said on stderr.</summary>
    public string Told => string.Join('\n', _told);

    public Uri Url { get; private set; } = null!;

    public static async Task<RunningModel> Start(InstalledTool tool, Author author, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool.Program, ["run", .. arguments, "--port", "0"]) { WorkingDirectory = author.Code.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in author.Environment)
        {
            start.Environment[name] = value;
        }

        var running = new RunningModel(Process.Start(start)!);
        running._process.ErrorDataReceived += (_, line) => running._told.Enqueue(line.Data ?? "");
        running._process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        running.Url = new(await running._process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException($"mlp run ended: {running.Told}"));
        await Story.WaitFor(running.IsReady);
        return running;
    }

    /// <summary>Whether anything listens there.</summary>
    public async Task<bool> Answers()
    {
        using var http = new HttpClient { BaseAddress = Url };
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The answer, and which versions gave it.</summary>
    public async Task<string> Predict(string input)
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var body = new StringContent(input);
        using var answer = await http.PostAsync(new Uri("/predict", UriKind.Relative), body);
        return $"{await answer.Content.ReadAsStringAsync()} of {answer.Headers.GetValues("Mlp-Model").Single()} with {answer.Headers.GetValues("Mlp-Parameters").Single()}";
    }

    /// <summary>The processes that it has started and that run.</summary>
    public IReadOnlyList<int> Children() =>
        [.. Directory.EnumerateDirectories($"/proc/{_process.Id}/task").SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    /// <summary>Without a word to it.</summary>
    public Task Kill()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>As Ctrl+C or a supervisor does; answers the exit code.</summary>
    public async Task<int> Interrupt()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    private async Task<bool> IsReady()
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }
}
