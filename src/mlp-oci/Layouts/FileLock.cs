using System.Diagnostics;

namespace Mlp.Oci;

/// <summary>One process at a time changes a layout.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Takes the lock, waiting while another process has it. The file stays: a name that goes away would lock nobody out.</summary>
    public static async Task<IDisposable> Take(string path, Ct ct)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (clock.Elapsed < Patience && File.Exists(path))
            {
                await Task.Delay(20, ct);
            }
        }
    }
}
