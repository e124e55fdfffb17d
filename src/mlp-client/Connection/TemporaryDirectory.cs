namespace Mlp;

/// <summary>A folder that goes, with all that is in it, when it is disposed of.</summary>
internal sealed class TemporaryDirectory(string path) : IDisposable
{
    public string this[string name] => Path.Combine(path, name);

    public void Dispose()
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
