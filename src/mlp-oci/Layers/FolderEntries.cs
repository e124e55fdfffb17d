using System.Formats.Tar;
using System.Text;

namespace Mlp.Oci;

/// <summary>What of a folder goes into a layer, in the order of the names' bytes.</summary>
internal static class FolderEntries
{
    private const int TypeOffset = 156;
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    public static IReadOnlyList<FolderEntry> Read(string folder, string root)
    {
        var top = new DirectoryInfo(folder);
        if (!top.Exists)
        {
            throw CannotPack(folder, "is no folder", "name the folder whose content is to become a layer");
        }

        var parts = Parts(root);
        var above = Enumerable.Range(1, parts.Length).Select(n => new FolderEntry(string.Join('/', parts[..n]) + "/", null, 0));
        try
        {
            var entries = above.Concat(Below(top, string.Join('/', parts) + "/")).Select(e => (Bytes: Encoding.UTF8.GetBytes(e.Name), Entry: e)).ToList();
            entries.Sort((a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
            return [.. entries.Select(e => e.Entry)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotPack(folder, $"cannot be read: {e.Message}", "check its permissions", e);
        }
    }

    public static OciException CannotPack(string path, string what, string remedy, Exception? because = null) =>
        new(OciErrors.CannotPack, $"'{path}' {what}", path, remedy, because);

    private static string[] Parts(string root) => root.Split('/') is var parts && parts.All(p => p is not ("" or "." or ".."))
        ? parts : throw new ArgumentException($"'{root}' is no relative path within an image", nameof(root));

    private static IEnumerable<FolderEntry> Below(DirectoryInfo folder, string prefix)
    {
        foreach (var item in folder.EnumerateFileSystemInfos("*", Everything))
        {
            Check(item);
            if (item is DirectoryInfo below)
            {
                yield return new($"{prefix}{item.Name}/", null, 0);
                foreach (var entry in Below(below, $"{prefix}{item.Name}/"))
                {
                    yield return entry;
                }
            }
            else
            {
                yield return new(prefix + item.Name, item.FullName, ((FileInfo)item).Length);
            }
        }
    }

    private static void Check(FileSystemInfo item)
    {
        if (item.LinkTarget is not null)
        {
            throw CannotPack(item.FullName, "is a link", "put what it leads to in its place");
        }

        if (item.Name.StartsWith(".wh.", StringComparison.Ordinal))
        {
            throw CannotPack(item.FullName, "has a name that container images read as a deletion", "rename it");
        }

        if (item is FileInfo { Length: 0 } file && !IsRegular(file))
        {
            throw CannotPack(item.FullName, "is a device, a pipe or a socket", "remove it");
        }
    }

    // Devices, pipes and sockets have length 0, and opening a pipe would wait for ever.
    // The framework tells them apart nowhere but in its tar writer, which looks without opening.
    private static bool IsRegular(FileInfo file)
    {
        using var probe = new MemoryStream();
        try
        {
            using (var writer = new System.Formats.Tar.TarWriter(probe, TarEntryFormat.Gnu, leaveOpen: true))
            {
                writer.WriteEntry(file.FullName, "probe");
            }
        }
        catch (IOException)
        {
            return false;
        }

        return probe.ToArray()[TypeOffset] == TarHeader.RegularFile;
    }
}
