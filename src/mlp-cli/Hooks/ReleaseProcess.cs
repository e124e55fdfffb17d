namespace Mlp.Cli.Hooks;

/// <summary>Ends a release, and all that it started and left behind.</summary>
internal static class ReleaseProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>It ends what it started by itself; what does not end in time, or has lost its parent, is ended.</summary>
    public static async Task End(ProcessMark process, TimeProvider clock)
    {
        UnixProcess.Terminate(process.Id);
        var began = clock.GetTimestamp();
        while (process.IsRunning && clock.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Interval, clock);
        }

        UnixProcess.KillGroup(process.Id);
    }
}
