namespace Mlp.Cli;

/// <summary>A temporary folder, gone with the command; where that is killed, a later one removes it.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string Prefix = "mlp-work-";
    private const string LockFile = "lock";
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);
    private readonly DirectoryInfo _folder;
    private readonly FileStream _lock;

    /// <exception cref="CommandFailedException">It cannot be made.</exception>
    public WorkFolder()
    {
        try
        {
            _folder = Directory.CreateTempSubdirectory(Prefix);
            _lock = Lock(_folder);
            Path = _folder.CreateSubdirectory("work").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandErrors.NoWorkFolder(e);
        }
    }

    /// <summary>An empty folder.</summary>
    public string Path { get; }

    /// <summary>Removes what killed commands left: folders of this user that are a day old and that no process holds.</summary>
    public static void RemoveAbandoned(string temporaryFolder, TimeProvider clock)
    {
        if (!Directory.Exists(temporaryFolder))
        {
            return;
        }

        var before = (clock.GetUtcNow() - Patience).UtcDateTime;
        foreach (var folder in new DirectoryInfo(temporaryFolder).EnumerateDirectories(Prefix + "*").Where(folder => IsOurs(folder) && folder.LastWriteTimeUtc < before))
        {
            try
            {
                Lock(folder).Dispose();
                folder.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is held, another's, or being removed by another command.
            }
        }
    }

    public void Dispose()
    {
        _lock.Dispose();
        _folder.Delete(recursive: true);
    }

    // As they are made here: others may make folders in a temporary folder, and links to what is not theirs.
    private static bool IsOurs(DirectoryInfo folder) =>
        folder.LinkTarget is null && (OperatingSystem.IsWindows() || folder.UnixFileMode == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));

    private static FileStream Lock(DirectoryInfo folder) =>
        new(System.IO.Path.Combine(folder.FullName, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
