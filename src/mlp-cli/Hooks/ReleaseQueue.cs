using System.Globalization;

namespace Mlp.Cli.Hooks;

/// <summary>The releases of a repository, a file each: those that wait, in their order, the one that runs, and the last that are over.</summary>
internal sealed class ReleaseQueue(HookFolder folder, TimeProvider clock)
{
    private const int Remembered = 50;
    private const string Extension = ".json";

    public IReadOnlyList<QueuedRelease> All() =>
        [.. Directory.EnumerateFiles(folder.Releases, "*" + Extension).Order(StringComparer.Ordinal).Select(Read).OfType<QueuedRelease>()];

    public IReadOnlyList<QueuedRelease> Open() => [.. All().Where(release => !release.IsOver)];

    public QueuedRelease? Find(string id) => Read(FileOf(id));

    /// <summary>Adds tags that were pushed together, in the order in which they are to be released.</summary>
    public IReadOnlyList<QueuedRelease> Add(IReadOnlyList<PushedTag> tags)
    {
        var now = clock.GetUtcNow();
        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'.'fffffff", CultureInfo.InvariantCulture);
        return [.. tags.Select((tag, index) => Add(tag, string.Create(CultureInfo.InvariantCulture, $"{stamp}-{index:D3}"), now))];
    }

    public void Save(QueuedRelease release) => HookFile.Write(FileOf(release.Id), release);

    /// <summary>Forgets all but the last that are over, and their logs.</summary>
    public void Forget()
    {
        foreach (var release in All().Where(release => release.IsOver).SkipLast(Remembered))
        {
            File.Delete(folder.LogOf(release));
            File.Delete(FileOf(release.Id));
        }
    }

    private QueuedRelease Add(PushedTag tag, string id, DateTimeOffset now)
    {
        var release = new QueuedRelease
        {
            Id = id,
            Tag = tag.Name,
            Commit = tag.Commit,
            Project = tag.Project,
            PushedAt = now,
            State = tag.Failure is null ? QueuedRelease.Waiting : QueuedRelease.Failed,
            Since = now,
            Log = $"{FileName(tag.Name)}-{id}.log",
            Failure = tag.Failure,
        };
        Save(release);
        return release;
    }

    // One that was forgotten meanwhile is not there any more.
    private static QueuedRelease? Read(string file)
    {
        try
        {
            return HookFile.Read<QueuedRelease>(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string FileOf(string id) => Path.Combine(folder.Releases, id + Extension);

    // Tags may be longer than names of files.
    private static string FileName(string tag)
    {
        const int Longest = 100;
        return string.Concat(tag.Take(Longest).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' ? c : '_'));
    }
}
