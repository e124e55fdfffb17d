using System.Text;
using Mlp.Cli.Output;

namespace Mlp.Cli.Hooks;

/// <summary>Shows how releases go to the one who pushed them: their logs as they are written, and what became of each.</summary>
internal sealed class PushWatch(HookFolder folder, TimeProvider clock, Terminal terminal)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly ReleaseQueue _queue = new(folder, clock);

    public async Task Follow(IReadOnlyList<QueuedRelease> releases, Ct ct)
    {
        foreach (var release in releases)
        {
            if (!await Follow(release, ct))
            {
                return;
            }
        }
    }

    // False where nothing is to be seen any more, because all of them wait.
    private async Task<bool> Follow(QueuedRelease release, Ct ct)
    {
        var shown = 0L;
        while (true)
        {
            // Who works is asked first: what has ended since shows in the release.
            var somebodyWorks = WorkerProcess.Find(folder) is not null;
            var now = _queue.Find(release.Id);
            shown = Show(release, shown);
            if (now is null || now.IsOver)
            {
                Tell(now is { Failure: { } failure } ? $"{release.Tag} failed: {failure.Code}: {failure.Message}; {failure.Remedy}" : $"{release.Tag} is released");
                return true;
            }

            // All that are behind one that is to be tried again wait with it.
            if (!somebodyWorks || _queue.Open() is [{ NextTry: not null }, ..])
            {
                var why = _queue.Open() is [{ Failure: { } reason }, ..] ? $" and is tried again: {reason.Code}: {reason.Message}" : "";
                Tell($"{release.Tag} waits{why}; watch it with: mlp hook status {ShellWord.Of(folder.Repository)}");
                return false;
            }

            await Task.Delay(Interval, clock, ct);
        }
    }

    // Whole lines alone; the rest of one comes with the next look.
    private long Show(QueuedRelease release, long from)
    {
        try
        {
            using var log = new FileStream(folder.LogOf(release), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            log.Position = from;
            using var bytes = new MemoryStream();
            log.CopyTo(bytes);
            var text = bytes.ToArray();
            var whole = Array.LastIndexOf(text, (byte)'\n') + 1;
            foreach (var line in Encoding.UTF8.GetString(text, 0, whole).Split('\n').SkipLast(1))
            {
                terminal.Note($"  {line}");
            }

            return from + whole;
        }
        catch (FileNotFoundException)
        {
            return from;
        }
    }

    private void Tell(string text) => terminal.Note($"mlp: {text}");
}
