using System.Buffers;

namespace Mlp;

/// <summary>Writes the files of a checked archive beside where they belong, syncs them, and renames the whole.</summary>
internal sealed class ArchiveUnpacking(Stream archive, ArchiveIndex index)
{
    private const int BufferSize = 1 << 20;

    public async Task To(string folder, Ct ct)
    {
        if (Path.Exists(folder))
        {
            throw Exists(folder);
        }

        var parent = Path.GetDirectoryName(folder) ?? throw Exists(folder);
        Directory.CreateDirectory(parent);
        var partial = Path.Combine(parent, $".{Path.GetRandomFileName()}.partial");
        try
        {
            await Write(partial, ct);
            Rename(partial, folder);
            DurableFolder.Sync(parent);
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
    }

    private async Task Write(string partial, Ct ct)
    {
        var folders = index.Folders.Select(folder => Path.Combine(partial, folder)).ToList();
        folders.ForEach(folder => Directory.CreateDirectory(folder));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            foreach (var file in index.Files)
            {
                await Write(file, Path.Combine(partial, file.Path), buffer, ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        folders.ForEach(DurableFolder.Sync);
    }

    private async Task Write(ArchivedFile file, string path, byte[] buffer, Ct ct)
    {
        await using var output = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        archive.Position = file.Offset;
        for (var left = file.Length; left > 0;)
        {
            var read = await archive.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), ct);
            if (read == 0)
            {
                throw new InvalidArchiveException(file.Path, "the archive ends before it does: it is truncated");
            }

            await output.WriteAsync(buffer.AsMemory(0, read), ct);
            left -= read;
        }

        RandomAccess.FlushToDisk(output.SafeFileHandle);
    }

    private static void Rename(string partial, string folder)
    {
        try
        {
            Directory.Move(partial, folder);
        }
        catch (IOException e) when (Path.Exists(folder))
        {
            throw Exists(folder, e);
        }
    }

    private static MlpException Exists(string folder, Exception? cause = null) =>
        new(ClientErrors.TargetExists, $"'{folder}' exists already; nothing was unpacked", folder, "name a folder that does not exist yet", cause);
}
