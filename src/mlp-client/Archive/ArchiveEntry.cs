namespace Mlp;

/// <summary>One file or folder that goes into an archive.</summary>
/// <param name="Name">As it stands in the archive: from the root, folders with a slash at the end.</param>
/// <param name="Source">The file its bytes come from; null for a folder.</param>
/// <param name="Length">How many bytes.</param>
internal sealed record ArchiveEntry(string Name, string? Source = null, long Length = 0)
{
    public byte Type => Source is null ? TarHeader.Directory : TarHeader.RegularFile;
}
