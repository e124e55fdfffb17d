namespace Mlp.Root;

/// <summary>What a file says of an object that it holds.</summary>
public sealed class RootKey
{
    internal RootKey(string path, KeyHeader header) => (Path, Header) = (path, header);

    /// <summary>The directories that hold it and its name, with slashes between.</summary>
    public string Path { get; }

    /// <summary>The name of its class.</summary>
    public string ClassName => Header.ClassName;

    /// <summary>The title it was given.</summary>
    public string Title => Header.Title;

    /// <summary>Which of the objects of this name it is, in the order of writing.</summary>
    public int Cycle => Header.Cycle;

    /// <summary>How many bytes it takes in the file.</summary>
    public int StoredBytes => Header.NBytes;

    internal KeyHeader Header { get; }
}
