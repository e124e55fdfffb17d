namespace Mlp;

/// <summary>Files that appear whole or not at all, and stay.</summary>
internal static class DurableFile
{
    /// <summary>Copies a file to a name that nobody has yet. One writer at a time: what a killed one left beside it goes.</summary>
    public static async Task Copy(string source, string target, Ct ct)
    {
        var partial = target + ".partial";
        File.Delete(partial);
        await using (var input = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous))
        await using (var output = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
        {
            await input.CopyToAsync(output, 1 << 20, ct);
            RandomAccess.FlushToDisk(output.SafeFileHandle);
        }

        File.Move(partial, target);
        SyncName(target);
    }

    /// <summary>Makes a name survive a power cut, which whoever wrote it may not have come to do.</summary>
    public static void SyncName(string path) => DurableFolder.Sync(Path.GetDirectoryName(path) ?? path);
}
