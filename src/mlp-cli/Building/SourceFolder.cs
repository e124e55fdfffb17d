namespace Mlp.Cli.Building;

/// <summary>What lies in the folders of code projects, outputs of builds aside.</summary>
internal static class SourceFolder
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, RecurseSubdirectories = false };

    /// <summary>The files and folders below the folders of these projects, and these folders themselves.</summary>
    public static IEnumerable<FileSystemInfo> Entries(IReadOnlyCollection<CodeProject> projects)
    {
        var outputs = projects.SelectMany(project => new[] { project.IntermediateFolder, Path.GetDirectoryName(project.TargetPath)! }).ToList();
        var folders = projects.Select(project => project.Folder).Distinct(StringComparer.Ordinal).ToList();
        return folders.Where(folder => !folders.Any(outer => FilePath.IsBelow(folder, outer)))
            .SelectMany(folder => Entries(new DirectoryInfo(folder), folder => IsOutput(folder, outputs, folders)));
    }

    private static IEnumerable<FileSystemInfo> Entries(DirectoryInfo folder, Func<string, bool> isOutput)
    {
        yield return folder;
        foreach (var entry in folder.EnumerateFileSystemInfos("*", Everything))
        {
            if (entry is not DirectoryInfo { LinkTarget: null } below)
            {
                yield return entry;
            }
            else if (!isOutput(below.FullName))
            {
                foreach (var deeper in Entries(below, isOutput))
                {
                    yield return deeper;
                }
            }
        }
    }

    // By name, as the SDK leaves them out; and where a project has its outputs elsewhere, such as in artifacts, by what it holds.
    private static bool IsOutput(string folder, List<string> outputs, List<string> projects) =>
        Path.GetFileName(folder) is "bin" or "obj" || Path.GetFileName(folder).StartsWith('.')
        || (outputs.Any(output => FilePath.IsWithin(output, folder)) && !projects.Any(project => FilePath.IsWithin(project, folder)));
}
