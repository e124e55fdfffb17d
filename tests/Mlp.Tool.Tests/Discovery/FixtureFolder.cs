using Mlp.Cli.Discovery;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Discovery;

/// <summary>A copy of a fixture's output folder, to change as a test likes.</summary>
internal sealed class FixtureFolder : IDisposable
{
    private FixtureFolder(DirectoryInfo folder) => Folder = folder;

    public DirectoryInfo Folder { get; }

    /// <summary>The output folder as it was built; tests leave it as it is.</summary>
    public static DirectoryInfo Built(string fixture) => new(Repository.PathOf("tests", "fixtures", "discovery", fixture, "bin"));

    public static FixtureFolder CopyOf(string fixture)
    {
        var copy = Empty();
        foreach (var file in Built(fixture).EnumerateFiles("*.dll"))
        {
            file.CopyTo(copy.PathOf(file.Name));
        }

        return copy;
    }

    public static FixtureFolder Empty() => new(Directory.CreateTempSubdirectory("mlp-discovery-"));

    public string PathOf(string file) => Path.Combine(Folder.FullName, file);

    public DiscoveryResult Read() => ModelDiscovery.Read(Folder);

    public void Dispose() => Folder.Delete(recursive: true);
}
