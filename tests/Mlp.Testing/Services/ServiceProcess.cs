using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mlp.Testing.Services;

/// <summary>A service that runs beside the tests and never outlives them, however they end.</summary>
internal sealed partial class ServiceProcess : IDisposable
{
    private const int KeptLines = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ServiceCommand _command;
    private readonly Process _process;

    public ServiceProcess(ServiceCommand command)
    {
        _command = command;
        var start = new ProcessStartInfo(
            Program.Installed("/usr/bin/setpriv"),
            [.. ServiceUser.Become(command.User), "--pdeathsig", command.SignalWhenWeDie, "--", Program.Installed(command.Program), .. command.Arguments])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var started = new TaskCompletionSource<Process>();

        // The kernel sends the death signal when the starting thread ends, so that thread lives as long as the service.
        new Thread(() => Accompany(start, started)) { IsBackground = true, Name = command.Name }.Start();
        _process = started.Task.GetAwaiter().GetResult();
        _process.StandardInput.Close();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Waits until the service answers; one that ended or never answers is an error with its last words.</summary>
    public async Task UntilReady(Func<Task<bool>> isReady, Ct ct)
    {
        var clock = Stopwatch.StartNew();
        while (!await isReady())
        {
            if (HasExited || clock.Elapsed > TimeSpan.FromSeconds(60))
            {
                throw new ServiceNotStartedException($"{_command.Name} {(HasExited ? "ended at once" : "does not answer")}:\n{Output}");
            }

            await Task.Delay(50, ct);
        }
    }

    public bool HasSaid(string text) => _output.Any(line => line.Contains(text, StringComparison.Ordinal));

    public string Output => string.Join('\n', _output);

    public void Stop()
    {
        if (!HasExited && SendSignal(_process.Id, (int)_command.StopSignal) == 0 && _process.WaitForExit(Patience))
        {
            return;
        }

        Kill();
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit(Patience);
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }

    private void Accompany(ProcessStartInfo start, TaskCompletionSource<Process> started)
    {
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            started.SetException(e);
            return;
        }

        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var ended = new ManualResetEventSlim();
        process.Exited += (_, _) => ended.Set();
        process.EnableRaisingEvents = true;
        started.SetResult(process);
        ended.Wait();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }

        while (_output.Count > KeptLines && _output.TryDequeue(out _))
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
