namespace Mlp.Cli.Packages;

/// <summary>The files and folders of one published project as entries of a bundle, all of them checked.</summary>
internal sealed class ClosureEntries
{
    private readonly List<ArchiveEntry> _entries = [];
    private readonly List<LeftOutFile> _leftOut = [];
    private readonly ModelClosure _closure;
    private readonly ClosureLeftovers _leftovers;
    private readonly string _root;

    private ClosureEntries(ModelClosure closure, string root) => (_closure, _root, _leftovers) = (closure, root, new(closure));

    public IReadOnlyList<ArchiveEntry> Entries => _entries;

    public IReadOnlyList<LeftOutFile> LeftOut => _leftOut;

    /// <param name="closure">The published project.</param>
    /// <param name="root">The folder of the bundle that it goes to, with a slash at the end.</param>
    public static ClosureEntries Of(ModelClosure closure, string root)
    {
        var folder = new DirectoryInfo(closure.Folder);
        if (!folder.Exists)
        {
            throw BundleErrors.CannotBundle(folder.FullName, "there is no such folder", "publish the project first");
        }

        var entries = new ClosureEntries(closure, root);
        entries.AddFolder(folder, "");
        return entries;
    }

    private void AddFolder(DirectoryInfo folder, string prefix)
    {
        foreach (var item in folder.EnumerateFileSystemInfos("*", ArchivePlan.AllThatIsThere))
        {
            Add(item, prefix + item.Name);
        }
    }

    private void Add(FileSystemInfo item, string path)
    {
        if (item.LinkTarget is not null)
        {
            throw BundleErrors.CannotBundle(item.FullName, "it is a symbolic link", "let the project publish the file itself");
        }

        if (!path.Contains('/', StringComparison.Ordinal) && _leftovers.Reason(item) is { } reason)
        {
            _leftOut.Add(new(item.FullName, reason));
            return;
        }

        if (EntryPath.Refusal(_root[BundleFormat.Root.Length..] + path) is { } refusal)
        {
            throw BundleErrors.CannotBundle(item.FullName, refusal, "rename it");
        }

        if (item is DirectoryInfo folder)
        {
            _entries.Add(new(_root + path + "/"));
            AddFolder(folder, path + "/");
        }
        else
        {
            AddFile((FileInfo)item, path);
        }
    }

    private void AddFile(FileInfo file, string path)
    {
        if (file.Length == 0 && !ArchivePlan.IsRegular(file))
        {
            throw BundleErrors.CannotBundle(file.FullName, "it is a device, a pipe or a socket", "remove it");
        }

        var name = _root + path;
        if (name == BundleFormat.Root + BundleFormat.DescriptionFile)
        {
            throw BundleErrors.CannotBundle(file.FullName, $"'{BundleFormat.DescriptionFile}' is what a bundle says about itself", $"rename it in the project {_closure.Assembly}");
        }

        _entries.Add(new(name, file.FullName, file.Length));
    }
}
