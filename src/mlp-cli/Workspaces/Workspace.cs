namespace Mlp.Cli.Workspaces;

/// <summary>The release projects of a repository.</summary>
internal sealed class Workspace
{
    private static readonly string[] OutputFolders = ["bin", "obj", ".git"];

    private Workspace(string root, IReadOnlyList<ReleaseProject> projects) => (Root, Projects) = (root, projects);

    public string Root { get; }

    /// <summary>The outer ones before those within; at least one.</summary>
    public IReadOnlyList<ReleaseProject> Projects { get; }

    /// <summary>Finds the release projects and reads their settings.</summary>
    /// <param name="root">The repository's root.</param>
    /// <param name="files">The files of the work tree that git tracks or would add, as paths from the root with '/'.</param>
    public static Workspace Read(string root, IEnumerable<string> files)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var all = files.ToList();
        RefuseFolders(full, all);
        var sources = all.Where(IsSource).Select(file => Path.GetFullPath(file, full)).Where(File.Exists).Order(StringComparer.Ordinal).ToList();
        var settings = sources.Where(file => Path.GetFileName(file) == MlpJson.FileName).ToList();
        var folders = settings.Count > 0 ? [.. settings.Select(file => Path.GetDirectoryName(file)!)] : new List<string> { full };
        var owners = sources.Where(file => file.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)).ToLookup(file => Nearest(folders, file));
        var projects = folders.OrderBy(folder => folder, StringComparer.Ordinal).Select(folder => new ReleaseProject
        {
            Folder = folder,
            File = settings.Find(file => Path.GetDirectoryName(file) == folder),
            Settings = settings.Count > 0 ? MlpJsonReader.Read(Path.Combine(folder, MlpJson.FileName)) : new MlpJson(),
            CodeProjects = [.. owners[folder]],
        }).ToList();
        RefuseSharedTags(projects);
        return new(full, projects);
    }

    /// <summary>The project whose tags look like this one, or null.</summary>
    public ReleaseProject? ByTag(string tag) => Projects.SingleOrDefault(project => ReleaseTag.Version(tag, project.TagPrefix) is not null);

    /// <summary>The project that a command is about.</summary>
    /// <param name="path">What <c>--project</c> names: a folder, an mlp.json or a csproj; null for the current folder.</param>
    /// <param name="currentFolder">Where the command was started.</param>
    public ReleaseProject Choose(string? path, string currentFolder)
    {
        var place = Path.GetFullPath(path ?? ".", currentFolder);
        if (!Directory.Exists(place) && !(File.Exists(place) && IsProjectFile(place)))
        {
            throw new UsageException("--project names no folder, no mlp.json and no csproj", path, "give the path of one of them");
        }

        var nearest = Nearest([.. Projects.Select(project => project.Folder)], place);
        return nearest is not null
            ? Projects.Single(project => project.Folder == nearest)
            : Projects.Count == 1 && IsWithin(place, Root) && path is null
                ? Projects[0]
                : throw WorkspaceErrors.NoProjectHere(place, [.. Projects.Select(Name)]);
    }

    /// <summary>How messages call a project: its path from the root.</summary>
    public string Name(ReleaseProject project) => Path.GetRelativePath(Root, project.Folder).Replace('\\', '/');

    private static bool IsProjectFile(string file) =>
        Path.GetFileName(file) == MlpJson.FileName || file.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase);

    private static bool IsSource(string file) =>
        (file.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) || file == MlpJson.FileName || file.EndsWith("/" + MlpJson.FileName, StringComparison.Ordinal))
        && !file.Split('/').SkipLast(1).Any(folder => OutputFolders.Contains(folder, StringComparer.OrdinalIgnoreCase));

    private static string? Nearest(IEnumerable<string> folders, string place) =>
        folders.Where(folder => IsWithin(place, folder)).MaxBy(folder => folder.Length);

    private static bool IsWithin(string place, string folder) =>
        place == folder || place.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // What is meant as settings would be passed over in silence. Git tells of no folder but by what is in it, or as a submodule.
    private static void RefuseFolders(string root, IReadOnlyList<string> files)
    {
        var named = files.Select(Place).OfType<string>().Append(MlpJson.FileName).Select(path => Path.GetFullPath(path, root));
        if (named.FirstOrDefault(Directory.Exists) is { } folder)
        {
            throw WorkspaceErrors.FileIsFolder(folder);
        }

        static string? Place(string file)
        {
            var path = file.Split('/');
            var index = Array.IndexOf(path, MlpJson.FileName);
            return index < 0 || path.Take(index).Any(folder => OutputFolders.Contains(folder, StringComparer.OrdinalIgnoreCase)) ? null : string.Join('/', path.Take(index + 1));
        }
    }

    private static void RefuseSharedTags(List<ReleaseProject> projects)
    {
        foreach (var (first, second) in projects.SelectMany((first, i) => projects.Skip(i + 1).Select(second => (first, second))))
        {
            string[] tags = [first.TagPrefix + "1.0.0", second.TagPrefix + "1.0.0"];
            if (tags.FirstOrDefault(tag => ReleaseTag.Version(tag, first.TagPrefix) is not null && ReleaseTag.Version(tag, second.TagPrefix) is not null) is { } tag)
            {
                throw WorkspaceErrors.SharedTags(first.File!, second.File!, tag);
            }
        }
    }
}
