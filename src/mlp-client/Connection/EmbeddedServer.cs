using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Mlp;

/// <summary>Starts <c>mlp server --exit-when-idle</c> in the background.</summary>
/// <remarks>Any number of processes may do so at once: one server takes the lock of the folder, the others end, and all use the one.</remarks>
internal sealed class EmbeddedServer(ClientEnvironment environment, TimeProvider clock)
{
    private const int MostLaunches = 3;
    private const int KeptOutput = 4000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts a server unless another process was faster, and answers the first connection that succeeds.</summary>
    public async Task<Stream> Start(Func<Ct, Task<Stream?>> connect, Ct ct)
    {
        var begun = clock.GetTimestamp();
        for (var launch = 1; ; launch++)
        {
            var output = new StringBuilder();
            using var process = Launch(output);
            if (await Await(process, connect, begun, ct) is { } connected)
            {
                return connected;
            }

            // The one that held the lock may have been on its way out: then this is the next one's turn.
            if (launch == MostLaunches || clock.GetElapsedTime(begun) > Patience)
            {
                var reason = process.HasExited ? $"it ended with {process.ExitCode}" : $"it does not listen after {Patience.TotalSeconds:0} s";
                await Drain(process, ct);
                throw NotStarted(reason, output);
            }
        }
    }

    // Null where nobody will come to listen: this server has ended, and no other one holds the lock.
    private async Task<Stream?> Await(Process process, Func<Ct, Task<Stream?>> connect, long begun, Ct ct)
    {
        while (true)
        {
            // Asked before connecting: a server that ended for another one's sake leaves that one to connect to.
            var nobodyComes = process.HasExited && !LockIsHeld();
            if (await connect(ct) is { } connected)
            {
                return connected;
            }

            if (nobodyComes || clock.GetElapsedTime(begun) > Patience)
            {
                return null;
            }

            await Task.Delay(Interval, clock, ct);
        }
    }

    private bool LockIsHeld()
    {
        try
        {
            using var probe = new FileStream(Path.Combine(environment.Home, "server.lock"), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    // What it said last may still be on its way; a child of it may hold the pipe open, so not for long.
    private async Task Drain(Process process, Ct ct)
    {
        using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(2), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, brief.Token);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return;
        }
    }

    private Process Launch(StringBuilder output)
    {
        IReadOnlyList<string> program = environment.OwnProgram ?? [environment.Tool ?? throw new MlpException(
            ClientErrors.ToolNotFound,
            "no registry is configured, and the mlp tool, which would serve the local one, is not on the PATH",
            remedy: "install it (dotnet tool install --global mlp-cli), set MLP_TOOL to it, or name a registry with MLP_REGISTRY")];

        // On the socket alone: a port would want to be free, and nobody asked for one.
        var start = new ProcessStartInfo(program[0], [.. program.Skip(1), "server", "--urls", "", "--exit-when-idle"])
        {
            // Of its own, so that the server outlives this process and holds none of its pipes open.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MLP_HOME"] = environment.Home },
            WorkingDirectory = Path.GetPathRoot(environment.Home)!, // It would keep the caller's folder from being removed.
        };
        start.Environment.Remove("MLP_TOKEN"); // It is for the client's ears.
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(output, line.Data);
        Run(process, program[0]);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Run(Process process, string tool)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new MlpException(ClientErrors.ToolNotFound, $"'{tool}' cannot be run: {e.Message}", tool, "correct MLP_TOOL, or install mlp again", e);
        }
    }

    private static void Keep(StringBuilder output, string? line)
    {
        lock (output)
        {
            if (line is not null && output.Length < KeptOutput)
            {
                output.AppendLine(line);
            }
        }
    }

    private MlpException NotStarted(string reason, StringBuilder output)
    {
        lock (output)
        {
            return new(
                ClientErrors.EmbeddedNotStarted,
                $"the local registry in {environment.Home} did not start: {reason}{(output.Length > 0 ? $": {output.ToString().Trim()}" : "")}",
                environment.Home,
                "run 'mlp server' to see what is wrong");
        }
    }
}
