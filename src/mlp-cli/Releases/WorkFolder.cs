namespace Mlp.Cli.Releases;

/// <summary>A temporary folder, gone with the command.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlp-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
