using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Mlp.Server.Storage;

/// <summary>Blobs as read-only files, <c>sha256/ab/abcdef…</c> below a folder.</summary>
internal sealed partial class FolderBlobStore : IBlobStore, IDisposable
{
    private const int CrossesFileSystems = 18;
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly Lazy<DiskThreads> _disk = new(() => new());
    private readonly string _root;
    private readonly ConcurrentDictionary<string, bool> _durableFolders = new(StringComparer.Ordinal);

    public FolderBlobStore(string path)
    {
        _root = Path.GetFullPath(path);
        PrivateFolder.Create(Path.Combine(_root, "sha256"));
    }

    public string Kind => "folder";

    public string Description => $"{Kind} {_root}";

    public Task<long?> Length(Digest digest, Ct ct) =>
        Task.FromResult(new FileInfo(PathOf(digest)) is { Exists: true } file ? file.Length : (long?)null);

    public Task<Stream?> Open(Digest digest, long offset, long? count, Ct ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0);
        if (!File.Exists(PathOf(digest)))
        {
            return Task.FromResult<Stream?>(null);
        }

        var handle = File.OpenHandle(PathOf(digest));
        var length = Math.Max(0, RandomAccess.GetLength(handle) - offset);
        return Task.FromResult<Stream?>(new FileSlice(handle, offset, Math.Min(length, count ?? length)) { Owned = handle });
    }

    public Task<SaveOutcome> Save(Digest digest, StagedFile file, Ct ct) =>
        _disk.Value.Run(() => Save(digest, file), ct);

    public Task CheckReady(Ct ct)
    {
        var probe = Path.Combine(_root, "ready-" + Guid.NewGuid().ToString("N"));
        try
        {
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException(Description, e.Message);
        }
    }

    public void Dispose()
    {
        if (_disk.IsValueCreated)
        {
            _disk.Value.Dispose();
        }
    }

    private SaveOutcome Save(Digest digest, StagedFile file)
    {
        var final = PathOf(digest);
        var folder = Path.GetDirectoryName(final)!;
        var isThere = File.Exists(final);
        if (!isThere)
        {
            MakeDurable(folder);
            Place(file, final);
        }

        // Also where it is there already: whoever put it may not have come this far yet.
        DurableFolder.Sync(folder);
        file.Consume();
        return isThere ? SaveOutcome.AlreadyPresent : SaveOutcome.Saved;
    }

    private void MakeDurable(string folder)
    {
        if (_durableFolders.ContainsKey(folder))
        {
            return;
        }

        PrivateFolder.Create(folder);

        // Also where it was there: another process may have made it a moment ago.
        DurableFolder.Sync(Path.GetDirectoryName(folder)!);
        _durableFolders[folder] = true;
    }

    private void Place(StagedFile file, string final)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.Handle, ReadOnly);
        }

        RandomAccess.FlushToDisk(file.Handle);
        file.AdmitReaders();
        if (Rename(file.Path, final) == 0)
        {
            return;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error != CrossesFileSystems)
        {
            throw new IOException($"'{file.Path}' cannot become '{final}': {new Win32Exception(error).Message}");
        }

        PlaceCopy(file, final);
    }

    // The uploads lie on another file system than the blobs, so the bytes have to travel; they too appear whole or not at all.
    private void PlaceCopy(StagedFile file, string final)
    {
        var beside = Path.Combine(_root, "arriving-" + Guid.NewGuid().ToString("N"));
        try
        {
            using (var source = new FileSlice(file.Handle, 0, file.Length))
            using (var copy = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                source.CopyTo(copy);
                copy.Flush(flushToDisk: true);
            }

            File.SetAttributes(beside, FileAttributes.ReadOnly);
            File.Move(beside, final, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private string PathOf(Digest digest) => Path.Combine(_root, "sha256", digest.Hex[..2], digest.Hex);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Rename(string from, string to);
}
