namespace Mlp;

/// <summary>
/// The one form in which parameters are stored and shipped: an uncompressed GNU tar rooted at <c>mlp/parameters/</c>,
/// whose bytes depend on the names and the contents of its files alone.
/// </summary>
public static class ParametersArchive
{
    /// <summary>The folder within the archive, and within an image, that holds the parameters.</summary>
    public const string Root = "mlp/parameters/";

    /// <summary>Packs a folder, or a single file, into a new file.</summary>
    /// <exception cref="MlpException">There is nothing to pack, or something that may not be packed, such as a link.</exception>
    public static async Task<PackedArchive> PackAsync(string source, string archive, ArchiveLimits? limits = null, Ct ct = default)
    {
        var plan = ArchivePlan.For(source, limits ?? ArchiveLimits.Default);
        var output = new FileStream(archive, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var complete = false;
        try
        {
            using var writer = new ArchiveWriter(output);
            var packed = await writer.Write(plan.Entries, ct);
            complete = true;
            return packed;
        }
        finally
        {
            await output.DisposeAsync();
            if (!complete)
            {
                File.Delete(archive);
            }
        }
    }

    /// <summary>What packing the folder or file would give; nothing is written.</summary>
    /// <exception cref="MlpException">There is nothing to pack, or something that may not be packed, such as a link.</exception>
    public static async Task<PackedArchive> MeasureAsync(string source, ArchiveLimits? limits = null, Ct ct = default)
    {
        using var writer = new ArchiveWriter(Stream.Null);
        return await writer.Write(ArchivePlan.For(source, limits ?? ArchiveLimits.Default).Entries, ct);
    }

    /// <summary>Checks an archive and lists its files. Contents are skipped, so the size of files does not matter.</summary>
    /// <param name="archive">A stream that can seek; it is read from its beginning.</param>
    /// <param name="limits">How much the archive may hold.</param>
    /// <exception cref="InvalidArchiveException">The archive is damaged, or not exactly in the one form.</exception>
    public static IReadOnlyList<ArchivedFile> ReadIndex(Stream archive, ArchiveLimits? limits = null) =>
        new ArchiveReader(archive, limits ?? ArchiveLimits.Default).Read().Files;

    /// <summary>Unpacks an archive into a new folder, which appears whole or not at all.</summary>
    /// <exception cref="InvalidArchiveException">The archive is damaged, or not exactly in the one form.</exception>
    /// <exception cref="MlpException">The folder exists already.</exception>
    public static async Task UnpackAsync(Stream archive, string folder, ArchiveLimits? limits = null, Ct ct = default)
    {
        var index = new ArchiveReader(archive, limits ?? ArchiveLimits.Default).Read();
        await new ArchiveUnpacking(archive, index).To(Path.GetFullPath(folder), ct);
    }
}
