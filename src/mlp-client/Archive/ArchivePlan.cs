using System.Formats.Tar;

namespace Mlp;

/// <summary>What a folder or a file becomes as an archive: its entries in their order, all of them checked.</summary>
internal sealed class ArchivePlan
{
    private readonly List<ArchiveEntry> _entries = [new("mlp/"), new(ParametersArchive.Root)];
    private readonly ArchiveLimits _limits;
    private long _total;

    private ArchivePlan(ArchiveLimits limits) => _limits = limits;

    public IReadOnlyList<ArchiveEntry> Entries => _entries;

    public static ArchivePlan For(string source, ArchiveLimits limits)
    {
        var plan = new ArchivePlan(limits);
        if (Directory.Exists(source))
        {
            plan.AddFolder(new DirectoryInfo(source), "");
        }
        else if (File.Exists(source))
        {
            plan.Add(new FileInfo(source), Path.GetFileName(source));
        }
        else
        {
            throw CannotPack(source, "there is neither a folder nor a file", "name the folder that holds the parameters");
        }

        if (plan._entries.TrueForAll(entry => entry.Source is null))
        {
            throw CannotPack(source, "the folder holds no file", "write the parameters into it first");
        }

        plan._entries.Sort((left, right) => EntryPath.Order.Compare(left.Name, right.Name));
        return plan;
    }

    public static MlpException CannotPack(string path, string reason, string remedy, Exception? cause = null) =>
        new(ClientErrors.CannotPack, $"'{path}' cannot be packed: {reason}", path, remedy, cause);

    private void AddFolder(DirectoryInfo folder, string prefix)
    {
        foreach (var item in folder.EnumerateFileSystemInfos("*", AllThatIsThere))
        {
            Add(item, prefix + item.Name);
        }
    }

    private void Add(FileSystemInfo item, string path)
    {
        if (EntryPath.Refusal(path) is { } refusal)
        {
            throw CannotPack(item.FullName, refusal, "rename it");
        }

        if (item.LinkTarget is not null)
        {
            throw CannotPack(item.FullName, "it is a symbolic link", "put the file itself there");
        }

        if (_entries.Count >= _limits.MaxEntries)
        {
            throw CannotPack(item.FullName, $"there are more than {_limits.MaxEntries} entries", "put the parameters into fewer files");
        }

        if (item is DirectoryInfo folder)
        {
            _entries.Add(new(ParametersArchive.Root + path + "/"));
            AddFolder(folder, path + "/");
        }
        else
        {
            AddFile((FileInfo)item, path);
        }
    }

    private void AddFile(FileInfo file, string path)
    {
        if (file.Length == 0 && !IsRegular(file))
        {
            throw CannotPack(file.FullName, "it is a device, a pipe or a socket", "remove it");
        }

        _total = checked(_total + file.Length);
        if (_total > _limits.MaxTotalBytes)
        {
            throw CannotPack(file.FullName, $"there are more than {_limits.MaxTotalBytes} bytes", "publish fewer parameters at once");
        }

        _entries.Add(new(ParametersArchive.Root + path, file.FullName, file.Length));
    }

    // Devices, pipes and sockets have length 0, and opening a pipe would wait for ever.
    // The framework tells them apart nowhere but in its tar writer, which looks without opening.
    public static bool IsRegular(FileInfo file)
    {
        using var probe = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(probe, TarEntryFormat.Gnu, leaveOpen: true))
            {
                writer.WriteEntry(file.FullName, "probe");
            }
        }
        catch (IOException)
        {
            return false;
        }

        return TarHeader.Type(probe.ToArray()) == TarHeader.RegularFile;
    }

    public static EnumerationOptions AllThatIsThere { get; } =
        new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, ReturnSpecialDirectories = false };
}
