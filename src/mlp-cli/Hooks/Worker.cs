using System.Diagnostics.CodeAnalysis;

namespace Mlp.Cli.Hooks;

/// <summary>Releases what waits, one after the other, until nothing does. There is one at a time for each repository.</summary>
internal sealed class Worker(BareRepository repository, HookFolder folder, TimeProvider clock)
{
    private const int MostInterruptions = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly ReleaseQueue _queue = new(folder, clock);

    /// <param name="began">Called once: whether this is the one that works.</param>
    /// <param name="ct">Cancels: what runs is stopped, and waits for the next worker.</param>
    public async Task Run(Action<bool> began, Ct ct)
    {
        var isFirst = true;
        while (await TryLock(ct) is { } held)
        {
            using (held)
            {
                HookFile.Write(folder.Worker, ProcessMark.Own);
                if (isFirst)
                {
                    began(true);
                    isFirst = false;
                }

                await ReleaseAll(ct);
            }

            // What was queued after the last look found this lock held, and relied on it.
            if (_queue.Open().Count == 0)
            {
                return;
            }
        }

        if (isFirst)
        {
            began(false);
        }
    }

    private async Task ReleaseAll(Ct ct)
    {
        while (_queue.Open() is [var next, ..])
        {
            if (!await OrphanEnds(next, ct))
            {
                continue;
            }

            if (next.State == QueuedRelease.Running)
            {
                next = next with { Interruptions = next.Interruptions + 1 };
            }

            if (next.Interruptions >= MostInterruptions)
            {
                _queue.Save(next.In(QueuedRelease.Failed, clock.GetUtcNow()) with { Failure = HookErrors.KeepsEnding(next.Interruptions) });
                continue;
            }

            await Release(next, ct);
            _queue.Forget();
        }
    }

    // A release outlives its worker where that is killed, but not the time that it has.
    private async Task<bool> OrphanEnds(QueuedRelease release, Ct ct)
    {
        while (release.Process is { IsRunning: true } process)
        {
            var limit = HookFile.Read<HookOptions>(folder.Options).Timeout;
            if (clock.GetUtcNow() - release.Since > limit)
            {
                await ReleaseProcess.End(process, clock);
                _queue.Save(release.In(QueuedRelease.Failed, clock.GetUtcNow()) with { Failure = HookErrors.TooLong(limit) });
                return false;
            }

            await Task.Delay(Interval, clock, ct);
        }

        return true;
    }

    private async Task Release(QueuedRelease waiting, Ct ct)
    {
        var running = waiting.In(QueuedRelease.Running, clock.GetUtcNow()) with { Tries = waiting.Tries + 1, Failure = null, ExitCode = null };
        _queue.Save(running);
        try
        {
            var over = await new ReleaseInClone(repository, folder, clock).Run(running, _queue.Save, ct);
            _queue.Save(over);
            if (over.NextTry is { } next)
            {
                await Pause(next, ct);
            }
        }
        catch (OperationCanceledException)
        {
            _queue.Save(running.In(QueuedRelease.Waiting, clock.GetUtcNow()));
            throw;
        }
    }

    public static TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(FirstPause.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 10)), LongestPause.TotalSeconds));

    private async Task Pause(DateTimeOffset until, Ct ct)
    {
        if (until - clock.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, clock, ct);
        }
    }

    // Held for a moment by whoever tries at the same time: who gives up has to be sure that another one works.
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes of it.")]
    private async Task<FileStream?> TryLock(Ct ct)
    {
        const int Tries = 5;
        for (var tried = 1; ; tried++)
        {
            try
            {
                return new(folder.WorkerLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tried < Tries)
            {
                await Task.Delay(Interval, clock, ct);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
