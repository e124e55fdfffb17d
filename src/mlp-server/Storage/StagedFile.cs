using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mlp.Server.Storage;

/// <summary>
/// An upload's bytes, locked against every other writer, of this process or another, until disposed of.
/// A store that has them calls <see cref="Consume"/>; without that a resumable upload stays, so that a failed save can be repeated.
/// </summary>
internal sealed partial class StagedFile(UploadStaging? resumableIn, UploadId id, string path, SafeFileHandle handle, RunningHash hash) : IDisposable
{
    private const int Shared = 1;
    private const int WithoutWaiting = 4;
    private const int WouldBlock = 11;
    private bool _isConsumed;
    private bool _isHashGood = true;
    private bool _isDisposed;

    public UploadId Id { get; } = id;

    public string Path { get; } = path;

    /// <summary>The open file; valid after a rename too.</summary>
    public SafeFileHandle Handle { get; } = handle;

    public long Length => hash.Position;

    /// <summary>The digest of the bytes, computed from what arrived.</summary>
    public Digest Digest => hash.Current;

    internal RunningHash Hash => hash;

    /// <summary>The bytes were taken over, or are of no use: nothing of the upload remains.</summary>
    public void Consume()
    {
        _isConsumed = true;
        File.Delete(Path);
    }

    /// <summary>
    /// Lets readers in, for a store that is about to give this very file its final name: the framework locks what it reads.
    /// Writers stay out. The lock changes hands for a moment, so whether someone wrote in it is checked: files only grow.
    /// </summary>
    public void AdmitReaders()
    {
        var isTaken = !OperatingSystem.IsWindows() && Lock(Handle, Shared | WithoutWaiting) != 0 && Marshal.GetLastPInvokeError() == WouldBlock;
        if (isTaken || RandomAccess.GetLength(Handle) != Length)
        {
            throw new IOException($"upload {Id} was written to while it was being completed");
        }
    }

    /// <summary>The hash no longer fits the file, and begins anew when it is next needed.</summary>
    internal void ForgetHash() => _isHashGood = false;

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (resumableIn is null)
        {
            Consume();
        }

        if (_isHashGood && !_isConsumed)
        {
            resumableIn!.Remember(Id, hash);
        }
        else
        {
            hash.Dispose();
        }

        // Last, because it releases the lock.
        Handle.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
