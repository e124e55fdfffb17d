namespace Mlp.Cli;

/// <summary>Where full paths lie.</summary>
internal static class FilePath
{
    public static bool IsBelow(string path, string folder) =>
        path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    public static bool IsWithin(string path, string folder) => path == folder || IsBelow(path, folder);

    /// <summary>The folder of this path, the one above, and so on to the root.</summary>
    public static IEnumerable<string> FoldersAbove(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
