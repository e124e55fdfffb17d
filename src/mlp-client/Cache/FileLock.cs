namespace Mlp;

/// <summary>Keeps other processes, and other tasks of this one, from the same work; the file stays, the lock goes with its holder.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    public static async Task<FileLock> Take(string path, TimeProvider clock, Ct ct)
    {
        while (true)
        {
            try
            {
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (IsHeld(e))
            {
                await Task.Delay(Interval, clock, ct);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK of Linux and of macOS, and the sharing violation of Windows; all else is a failure.
    private static bool IsHeld(IOException failure) => (failure.HResult & 0xFFFF) is 11 or 35 or 32;
}
