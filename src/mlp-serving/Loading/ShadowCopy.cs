namespace Mlp.Serving.Loading;

/// <summary>A copy of a folder that is loaded in its place, so that a build may overwrite the original while it is in use.</summary>
internal sealed class ShadowCopy : IDisposable
{
    private ShadowCopy(string folder) => Folder = folder;

    public string Folder { get; }

    public static ShadowCopy Of(string folder)
    {
        var copy = new ShadowCopy(Directory.CreateTempSubdirectory("mlp-serving-").FullName);
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [])
        {
            var target = Path.Combine(copy.Folder, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // The system clears its temporary folder in time.
        }
    }
}
