using System.Text;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Building;

/// <summary>
/// Tells whether two releases have the same code: a digest over what it is built from, as git knows it, and the SDK. Never over the
/// assemblies, which carry the version.
/// </summary>
internal static class CodeDigest
{
    private static readonly string[] SharedNames = ["Directory.Build.props", "Directory.Build.targets", "Directory.Build.rsp", "Directory.Packages.props", "global.json", "packages.lock.json"];

    /// <summary>The digest, or null where something that the build reads is not in the commit, so that the commit cannot stand for it.</summary>
    /// <param name="root">The repository's root.</param>
    /// <param name="project">The release project.</param>
    /// <param name="models">Its code projects with models.</param>
    /// <param name="sdk">Builds them.</param>
    /// <param name="objectsAt">Git's object ids of paths from the root, written with '/', "" for the root itself; those that the commit does not have are left out.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Digest?> Of(
        string root, ReleaseProject project, IReadOnlyList<ModelProject> models, DotnetSdk sdk, Func<IReadOnlyList<string>, Ct, Task<IReadOnlyDictionary<string, string>>> objectsAt, Ct ct)
    {
        var paths = Paths(project, [.. models.SelectMany(model => model.Closure).Distinct()], root);
        if (paths.Any(path => !FilePath.IsWithin(path, root)))
        {
            return null;
        }

        var names = paths.Select(path => path == root ? "" : Path.GetRelativePath(root, path).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();
        var objects = await objectsAt(names, ct);
        if (names.Any(name => !objects.ContainsKey(name)))
        {
            return null;
        }

        var text = new StringBuilder().Append("sdk ").Append(sdk.Version).Append('\n');
        foreach (var name in names)
        {
            text.Append(objects[name]).Append(' ').Append(name).Append('\0');
        }

        return Digest.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }

    // What lies in one of the folders is part of the folder's tree.
    private static List<string> Paths(ReleaseProject project, IReadOnlyList<CodeProject> closure, string root)
    {
        var folders = closure.Select(member => member.Folder).Distinct(StringComparer.Ordinal).ToList();
        var files = closure.SelectMany(member => member.Imports.Concat(member.OutsideFiles).Append(member.File))
            .Concat(folders.SelectMany(folder => Shared(folder, root)))
            .Append(project.File).OfType<string>().Distinct(StringComparer.Ordinal);
        return [.. folders.Where(folder => !folders.Any(outer => FilePath.IsBelow(folder, outer))),
            .. files.Where(file => !folders.Any(folder => FilePath.IsBelow(file, folder)))];
    }

    // nuget.config is written in several ways; all count.
    private static IEnumerable<string> Shared(string folder, string root) => FilePath.FoldersAbove(Path.Combine(folder, "_"))
        .Where(above => FilePath.IsWithin(above, root))
        .SelectMany(above => Directory.EnumerateFiles(above).Where(file =>
            SharedNames.Contains(Path.GetFileName(file), StringComparer.Ordinal) || string.Equals(Path.GetFileName(file), "nuget.config", StringComparison.OrdinalIgnoreCase)));
}
