// Files and hashes pass from hand to hand here, to StagedFile and on to the caller, which the rule cannot follow.
#pragma warning disable CA2000

using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace Mlp.Server.Storage;

/// <summary>
/// Where uploads grow until they are whole: one file each, locked while it is written, so that several processes may share the
/// folder. Hashes of unfinished uploads live in memory and are rebuilt from the file where they are missing or behind.
/// </summary>
internal sealed class UploadStaging
{
    // What flock answers where another holds the lock; on Windows, the sharing violation.
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly ConcurrentDictionary<UploadId, RunningHash> _hashes = new();
    private readonly string _folder;

    public UploadStaging(string folder)
    {
        _folder = Path.GetFullPath(folder);
        PrivateFolder.Create(_folder);
    }

    public UploadId Begin()
    {
        var id = UploadId.New();
        Create(id, resumableIn: this).Dispose();
        return id;
    }

    /// <summary>How many bytes have arrived; null where there is no such upload.</summary>
    public long? Offset(UploadId id) => new FileInfo(PathOf(id)) is { Exists: true } file ? file.Length : null;

    /// <summary>Takes the next part. An error while reading it leaves what arrived, from where the upload resumes.</summary>
    public async Task<AppendOutcome> Append(UploadId id, long offset, Stream body, long? limit, Ct ct)
    {
        using var file = TryLock(id, out var isBusy);
        if (file is null)
        {
            return isBusy ? new AppendOutcome.Busy() : new AppendOutcome.Unknown();
        }

        var length = RandomAccess.GetLength(file.Handle);
        if (offset != length)
        {
            return new AppendOutcome.WrongOffset(length);
        }

        await file.Hash.CatchUp(file.Handle, ct);
        if (await BodyCopy.Append(body, file, limit ?? long.MaxValue, ct))
        {
            return new AppendOutcome.Appended(file.Length);
        }

        file.Consume();
        return new AppendOutcome.TooLarge(limit!.Value);
    }

    /// <summary>Ends an upload: answers its file where the bytes are the expected ones, and drops them where they are not.</summary>
    public async Task<CompleteOutcome> Complete(UploadId id, Digest expected, Ct ct)
    {
        var file = TryLock(id, out var isBusy);
        if (file is null)
        {
            return isBusy ? new CompleteOutcome.Busy() : new CompleteOutcome.Unknown();
        }

        try
        {
            await file.Hash.CatchUp(file.Handle, ct);
            if (Check(file, expected) is { } actual)
            {
                file.Dispose();
                return new CompleteOutcome.DigestMismatch(actual);
            }

            return new CompleteOutcome.Completed(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes a body that comes in one piece; nothing remains of one that is broken, too long or not what was promised.</summary>
    public async Task<ReceiveOutcome> Receive(Digest expected, Stream body, long? limit, Ct ct)
    {
        var file = Create(UploadId.New(), resumableIn: null);
        ReceiveOutcome? outcome = null;
        try
        {
            outcome = !await BodyCopy.Append(body, file, limit ?? long.MaxValue, ct) ? new ReceiveOutcome.TooLarge(limit!.Value)
                : file.Digest is var actual && actual != expected ? new ReceiveOutcome.DigestMismatch(actual)
                : new ReceiveOutcome.Received(file);
            return outcome;
        }
        finally
        {
            if (outcome is not ReceiveOutcome.Received)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Drops an upload; false where it is not there, or is being written.</summary>
    public bool Discard(UploadId id)
    {
        using var file = TryLock(id, out _);
        file?.Consume();
        return file is not null;
    }

    /// <summary>Removes uploads to which nothing was added for this long, of any process, and answers how many.</summary>
    public int RemoveAbandoned(TimeProvider clock, TimeSpan age)
    {
        var before = (clock.GetUtcNow() - age).UtcDateTime;
        var removed = Directory.EnumerateFiles(_folder)
            .Where(file => File.GetLastWriteTimeUtc(file) < before)
            .Select(file => UploadId.TryParse(Path.GetFileName(file)))
            .Count(id => id is not null && Discard(id));
        foreach (var id in _hashes.Keys.Where(id => !File.Exists(PathOf(id))))
        {
            Forget(id);
        }

        return removed;
    }

    internal void Remember(UploadId id, RunningHash hash) => _hashes[id] = hash;

    private static Digest? Check(StagedFile file, Digest expected)
    {
        if (file.Digest is var actual && actual == expected)
        {
            return null;
        }

        file.Consume();
        return actual;
    }

    private StagedFile Create(UploadId id, UploadStaging? resumableIn)
    {
        var path = PathOf(id);
        return new(resumableIn, id, path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None), new RunningHash());
    }

    private StagedFile? TryLock(UploadId id, out bool isBusy)
    {
        var path = PathOf(id);
        isBusy = false;
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException e) when (e.HResult is WouldBlock or SharingViolation)
        {
            isBusy = true;
            return null;
        }

        // Opened before, but locked only after, its last owner moved or deleted it.
        if (!File.Exists(path))
        {
            handle.Dispose();
            return null;
        }

        return new(this, id, path, handle, Recall(id, RandomAccess.GetLength(handle)));
    }

    // A hash that is ahead of its file saw bytes that another process cut off.
    private RunningHash Recall(UploadId id, long length)
    {
        if (_hashes.TryRemove(id, out var hash) && hash.Position <= length)
        {
            return hash;
        }

        hash?.Dispose();
        return new RunningHash();
    }

    private void Forget(UploadId id)
    {
        if (_hashes.TryRemove(id, out var hash))
        {
            hash.Dispose();
        }
    }

    private string PathOf(UploadId id) => Path.Combine(_folder, id.Text);
}
