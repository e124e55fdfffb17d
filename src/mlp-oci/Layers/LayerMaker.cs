using System.IO.Compression;

namespace Mlp.Oci;

/// <summary>Makes layers of folders and tars. The bytes depend on names and contents alone, and on the runtime's zlib where they are compressed.</summary>
public static class LayerMaker
{
    /// <summary>Makes a layer of a folder's files.</summary>
    /// <param name="name">What the layer is.</param>
    /// <param name="folder">The folder; links in it are refused.</param>
    /// <param name="root">Where its content lies in the image, such as <c>mlp/serving</c>.</param>
    /// <param name="file">Where the layer's bytes are kept; it appears whole or not at all.</param>
    public static async Task<Layer> OfFolder(string name, string folder, string root, string file, Ct ct)
    {
        var entries = FolderEntries.Read(folder, root);
        var pays = Compression.Pays(entries.Where(e => e.Source is not null).Select(e => (e.Source!, e.Length)));
        return await Write(name, file, pays, async output => await TarWriter.Write(entries, output, ct));
    }

    /// <summary>The digest of the tar that a folder's files become; nothing is kept.</summary>
    /// <param name="folder">The folder; links in it are refused.</param>
    /// <param name="root">Where its content lies in the image.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<OciDigest> DiffIdOf(string folder, string root, Ct ct = default)
    {
        await using var output = new HashingOutput(Stream.Null);
        await TarWriter.Write(FolderEntries.Read(folder, root), output, ct);
        return output.Digest;
    }

    /// <summary>Makes a layer of a tar that is there already, such as a root file system's.</summary>
    /// <param name="name">What the layer is.</param>
    /// <param name="tar">The uncompressed tar.</param>
    /// <param name="file">Where the layer's bytes are kept; it appears whole or not at all.</param>
    public static async Task<Layer> OfTar(string name, string tar, string file, Ct ct)
    {
        await using var content = await BlobContent.OfFile(tar).Open(0, ct);
        return await Write(name, file, Compression.Pays([(tar, content.Length)]), output => content.CopyToAsync(output, 1 << 20, ct));
    }

    private static async Task<Layer> Write(string name, string file, bool isCompressed, Func<Stream, Task> write)
    {
        var partial = $"{file}.{Guid.NewGuid():N}.partial";
        try
        {
            var layer = isCompressed ? await WriteGzip(name, file, partial, write) : await WritePlain(name, file, partial, write);
            File.Move(partial, file, overwrite: true);
            return layer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OciException(OciErrors.FileFailed, $"the layer cannot be written to '{file}': {e.Message}", file, "check permissions and free space", e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task<Layer> WritePlain(string name, string path, string partial, Func<Stream, Task> write)
    {
        await using var file = Create(partial);
        await using var output = new HashingOutput(file);
        await write(output);
        return Layer.OfTar(name, path, output.Digest, output.Written);
    }

    private static async Task<Layer> WriteGzip(string name, string path, string partial, Func<Stream, Task> write)
    {
        await using var file = Create(partial);
        await using var output = new HashingOutput(file, Compression.GzipHeader);
        OciDigest diffId;
        await using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            await using var tar = new HashingOutput(gzip);
            await write(tar);
            diffId = tar.Digest;
        }

        return Layer.OfGzip(name, path, output.Digest, output.Written, diffId);
    }

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, FileOptions.Asynchronous);
    }
}
