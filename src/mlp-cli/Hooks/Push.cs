using Mlp.Cli.Output;

namespace Mlp.Cli.Hooks;

/// <summary>Turns what was pushed into releases that wait for their turn.</summary>
internal sealed class Push(BareRepository repository, HookFolder folder, TimeProvider clock, Terminal terminal)
{
    private const string Extension = ".push";

    /// <summary>After so long whoever took a push has broken off.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(1);

    private readonly ReleaseQueue _queue = new(folder, clock);

    /// <summary>Queues the tags of one push; answers those that are to be released.</summary>
    public async Task<IReadOnlyList<QueuedRelease>> Take(string file, Ct ct)
    {
        using var alone = await FileLock.Take(folder.QueueLock, clock, ct);
        await TakeLeft(left => IsAbandoned(left) && left.FullName != file, ct);
        return File.Exists(file) ? await Queue(file, ct) : [];
    }

    /// <summary>Queues what other pushes left, because the tool was gone or broke.</summary>
    public async Task TakeLeft(Ct ct)
    {
        using var alone = await FileLock.Take(folder.QueueLock, clock, ct);
        await TakeLeft(left => left.Extension == Extension || IsAbandoned(left), ct);
    }

    private bool IsAbandoned(FileInfo file) => file.LastWriteTimeUtc < (clock.GetUtcNow() - Abandoned).UtcDateTime;

    private async Task TakeLeft(Func<FileInfo, bool> isLeft, Ct ct)
    {
        foreach (var left in new DirectoryInfo(folder.Received).GetFiles().Where(isLeft).OrderBy(left => left.LastWriteTimeUtc))
        {
            await Queue(left.FullName, ct);
        }
    }

    // The file goes when its tags are safe elsewhere.
    private async Task<IReadOnlyList<QueuedRelease>> Queue(string file, Ct ct)
    {
        var pushed = PushedRef.ParseAll(await File.ReadAllTextAsync(file, ct));
        var tags = await new PushedTags(repository, Tell).Find(pushed, ct);
        var open = _queue.Open();
        var (known, added) = (tags.Where(tag => Known(open, tag) is not null).ToList(), _queue.Add([.. tags.Where(tag => Known(open, tag) is null)]));
        File.Delete(file);
        known.ForEach(tag => Tell($"{tag.Name} is {Known(open, tag)!.State} already"));
        foreach (var release in added)
        {
            Tell(tags.Single(tag => tag.Name == release.Tag), release, open.Count + added.TakeWhile(before => before != release).Count(before => !before.IsOver));
        }

        return [.. known.Select(tag => Known(open, tag)!), .. added];
    }

    private static QueuedRelease? Known(IReadOnlyList<QueuedRelease> open, PushedTag tag) =>
        open.FirstOrDefault(release => release.Tag == tag.Name && release.Commit == tag.Commit);

    private void Tell(PushedTag tag, QueuedRelease release, int before)
    {
        if (release.Failure is { } failure)
        {
            Tell($"{tag.Name} is not released: {failure.Code}: {failure.Message}; {failure.Remedy}");
            return;
        }

        if (tag.MovedFrom is { } from)
        {
            Tell($"{tag.Name} was moved from {Written.Commit(from)} to {Written.Commit(tag.Commit)}: a version that is registered from another commit is refused; tag a new one");
        }

        Tell(before == 0
            ? $"{tag.Name} ({Written.Commit(tag.Commit)}) is released in the background"
            : $"{tag.Name} ({Written.Commit(tag.Commit)}) is released in the background after {Written.Count(before, "other release")}");
        Tell($"  log: {folder.LogOf(release)}");
    }

    private void Tell(string text) => terminal.Note($"mlp: {text}");
}
