namespace Mlp.Cli.Commands;

/// <summary>The folder that parameters are pulled into: a new one, or an empty one, in whose place it is put at the end.</summary>
internal sealed class PullTarget(string folder)
{
    public string Folder { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Refuses, before anything is downloaded, what could not be put in place afterwards.</summary>
    public void Check()
    {
        if (File.Exists(Folder))
        {
            throw CommandErrors.FolderNotReplaceable(Folder, "it is a file");
        }

        if (!Directory.Exists(Folder))
        {
            return;
        }

        if (Directory.EnumerateFileSystemEntries(Folder).Any())
        {
            throw CommandErrors.FolderNotEmpty(Folder);
        }

        if (Directory.GetCurrentDirectory() == Folder || Path.GetDirectoryName(Folder) is null)
        {
            throw CommandErrors.FolderNotReplaceable(Folder, "the shell stands in it");
        }
    }

    /// <summary>Has the folder filled beside its place, then moves it there.</summary>
    public async Task Fill(Func<string, Task> fill)
    {
        if (!Directory.Exists(Folder))
        {
            await fill(Folder);
            return;
        }

        var beside = Path.Combine(Path.GetDirectoryName(Folder)!, $".{Path.GetRandomFileName()}.partial");
        try
        {
            await fill(beside);
            Replace(beside);
        }
        finally
        {
            if (Directory.Exists(beside))
            {
                Directory.Delete(beside, recursive: true);
            }
        }
    }

    private void Replace(string beside)
    {
        try
        {
            Directory.Delete(Folder); // Fails where somebody has put something into it meanwhile.
            Directory.Move(beside, Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandErrors.FolderNotReplaceable(Folder, e.Message);
        }
    }
}
