using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Mlp.Server.Serving;

/// <summary>One process that serves a model.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "What is made here is ended in Stop.")]
[SuppressMessage("Design", "CA1001", Justification = "Stop is how it ends: it takes time.")]
internal sealed class LocalProcess : IService
{
    private static readonly TimeSpan LastRequests = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(15);
    private readonly Process _process;
    private readonly string _socket;
    private readonly ServiceLog _log;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasBegun;

    public LocalProcess(ProcessStartInfo start, string socket, string serving, ServiceLog log)
    {
        (_process, _socket, _log, Serving) = (new() { StartInfo = start, EnableRaisingEvents = true }, socket, log, serving);
        Backend = new(ServiceConnection.ToSocket(new UnixDomainSocketEndPoint(socket)), token: null);
        _process.OutputDataReceived += (_, line) => _log.Line(line.Data);
        _process.ErrorDataReceived += (_, line) => _log.Line(line.Data);
        _process.Exited += (_, _) => _ = TellEnd();
    }

    public Backend Backend { get; }

    public string? Serving { get; }

    public Task<string> Ended => _ended.Task;

    public void Begin()
    {
        try
        {
            _hasBegun = _process.Start();
        }
        catch (Win32Exception e)
        {
            throw new RolloutException($"'{_process.StartInfo.FileName}' does not start: {e.Message}", e);
        }

        _log.Line($"process {_process.Id} begins");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task Stop()
    {
        if (_hasBegun)
        {
            await Task.WhenAny(Backend.Retire(), Ended, Task.Delay(LastRequests));
            // Its input ends: it finishes what it is at, and goes.
            _process.StandardInput.Close();
            if (await Task.WhenAny(Ended, Task.Delay(ToEnd)) != Ended)
            {
                _process.Kill(entireProcessTree: true);
                await Ended;
            }
        }

        Backend.Dispose();
        _process.Dispose();
        _log.Dispose();
        File.Delete(_socket);
    }

    // Waits for the output's end, too: the last lines say why.
    private async Task TellEnd()
    {
        _ = Backend.Retire();
        await _process.WaitForExitAsync();
        _ended.TrySetResult($"its process ended with exit code {_process.ExitCode}; it said at last: {_log.Last}; all of it is in {_log.Path}");
    }
}
