using System.ComponentModel;
using System.Diagnostics;

namespace Mlp.Cli.Hooks;

/// <summary>The process that releases in the background.</summary>
internal static class WorkerProcess
{
    /// <summary>What it says first: that it works, or that another one does.</summary>
    public const string Works = "works";

    public const string AnotherWorks = "another works";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // In a shell's words, because of what it says where it breaks: the last lines of a process that nobody reads from any more.
    private const string Exec = "exec \"$@\" 2>> \"$0\"";

    /// <summary>Sees to it that one runs. It outlives this process, its terminal and the push.</summary>
    public static async Task Ensure(HookFolder folder, HookOptions options, Ct ct)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Exec, folder.WorkerLog, .. OwnProgram.Command, "hook", "work", folder.Repository])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Repository,
        };
        HookEnvironment.Apply(start.Environment, options);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            if (await process.StandardOutput.ReadLineAsync(patience.Token) is not (Works or AnotherWorks))
            {
                throw HookErrors.WorkerNotStarted(folder.WorkerLog);
            }
        }
        catch (Win32Exception)
        {
            throw HookErrors.WorkerNotStarted(folder.WorkerLog);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw HookErrors.WorkerNotStarted(folder.WorkerLog);
        }
    }

    /// <summary>The one that works now.</summary>
    public static ProcessMark? Find(HookFolder folder) =>
        File.Exists(folder.Worker) && HookFile.Read<ProcessMark>(folder.Worker) is { IsRunning: true } mark ? mark : null;

    /// <summary>Asks the one that works to end, with what it started, and waits until it has.</summary>
    public static async Task Stop(HookFolder folder, Ct ct)
    {
        while (Find(folder) is { } mark)
        {
            UnixProcess.Terminate(mark.Id);
            await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
        }
    }
}
