using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Embedded;

/// <summary>A process that uses a home's registry as commands do; each line that it prints is something that was acknowledged.</summary>
internal sealed class RegistryUser : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly ConcurrentQueue<string> _acknowledged = new();
    private readonly Process _process;
    private readonly Task<string> _errors;

    private RegistryUser(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                _acknowledged.Enqueue(text);
            }
        };
        process.BeginOutputReadLine();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public IReadOnlyList<string> Acknowledged => [.. _acknowledged];

    public static RegistryUser Start(TemporaryHome home, params object[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments.Select(argument => string.Create(CultureInfo.InvariantCulture, $"{argument}"))])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MLP_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MLP_HOME"] = home.Path;
        start.Environment["XDG_CONFIG_HOME"] = home["config"];
        return new(Process.Start(start)!);
    }

    /// <summary>Runs one to its good end; answers what was acknowledged.</summary>
    public static async Task<IReadOnlyList<string>> Run(TemporaryHome home, params object[] arguments)
    {
        using var user = Start(home, arguments);
        return await user.Succeeds();
    }

    /// <summary>Waits for the end; the user saw no error, and nothing else on stderr.</summary>
    public async Task<IReadOnlyList<string>> Succeeds()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        Assert.Equal((0, ""), (_process.ExitCode, await _errors));
        return Acknowledged;
    }

    public async Task Acknowledges(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (_acknowledged.Count < count && !_process.HasExited)
        {
            await Task.Delay(10, patience.Token);
        }

        Assert.True(_acknowledged.Count >= count, _process.HasExited ? await _errors : "");
    }

    /// <summary>SIGKILL, wherever it is.</summary>
    public async Task Kill()
    {
        _process.Kill();
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
    }

    public bool HasExited => _process.HasExited;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string Program => Repository.PathOf("tests", "fixtures", "registry-user", "bin", "registry-user.dll");
}
