namespace Mlp;

/// <summary>Where the client keeps files.</summary>
/// <param name="CacheFolder">Downloaded parameters.</param>
/// <param name="TemporaryFolder">Files that go away.</param>
internal sealed record ClientFolders(string CacheFolder, string TemporaryFolder)
{
    public static ClientFolders From(ClientOptions options, ClientEnvironment environment) => new(
        Path.GetFullPath(options.CacheFolder ?? environment.CacheFolder),
        Path.GetFullPath(options.TemporaryFolder ?? environment.TemporaryFolder));

    /// <summary>A new folder that nobody else may read; it goes when it is disposed of.</summary>
    public TemporaryDirectory Temporary()
    {
        var path = Path.Combine(TemporaryFolder, $"mlp-{Guid.NewGuid():N}");
        _ = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(path);
    }
}
