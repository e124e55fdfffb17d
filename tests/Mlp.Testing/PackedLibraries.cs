using System.Globalization;

namespace Mlp.Testing;

/// <summary>The packages for authors of models, really packed from a copy of their sources, under a version of this run's own, in a folder that serves as feed.</summary>
public sealed class PackedLibraries : IDisposable
{
    private const long CommitTime = 1_714_564_800;

    // What is built against these packages is loaded beside the assemblies under test.
    private const string SameAssembly = "-p:AssemblyVersion=0.1.0.0";

    // An assembly's version has 16 bits for each part.
    private const int MostOfAPart = 60_000;
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _feed;
    private readonly Lazy<bool> _client;
    private readonly Lazy<bool> _root;

    public PackedLibraries()
    {
        // Unique, so that no cache can answer with the package of another run; no pre-release, which a release may not need.
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Version = string.Create(CultureInfo.InvariantCulture, $"0.{seconds / MostOfAPart % MostOfAPart}.{seconds % MostOfAPart}");
        _feed = new(() => Pack("feed"));
        _client = new(() => Add("mlp-client"));
        _root = new(() => Add("mlp-root"));
    }

    public string Version { get; }

    /// <summary>The folder with the packages, packed when the first test asks for it.</summary>
    public string Feed => _feed.Value;

    /// <summary>Where this run's consumers unpack packages.</summary>
    public string Cache => _folder.PathOf("cache");

    /// <summary>What other packages need was restored with the tests themselves.</summary>
    public static string AlreadyRestored => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Copies the sources to a fresh repository, always with the same commit, and packs them there.</summary>
    public string Pack(string name)
    {
        var (source, feed) = (_folder.PathOf(name + "-source"), _folder.PathOf(name));
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", ".gitignore" })
        {
            Directory.CreateDirectory(source);
            File.Copy(Repository.PathOf(file), Path.Combine(source, file));
        }

        Copy(new DirectoryInfo(Repository.PathOf("src", "mlp-models")), Path.Combine(source, "src", "mlp-models"));
        Copy(new DirectoryInfo(Repository.PathOf("src", "mlp-models-dense")), Path.Combine(source, "src", "mlp-models-dense"));
        Sdk.Git(source, "init", "--quiet");
        Sdk.Git(source, "add", "--all");
        Sdk.Git(source, "commit", "--quiet", "--message", "The sources");
        string[] arguments =
        [
            "--configuration", "Release", "--output", feed, $"-p:Version={Version}", $"-p:DeterministicTimestamp={CommitTime}",
            "-p:ContinuousIntegrationBuild=true", SameAssembly,
        ];
        Sdk.Dotnet(source, ["pack", "src/mlp-models-dense", .. arguments]);
        Sdk.Dotnet(source, ["pack", "src/mlp-models", "--no-build", .. arguments]);
        return feed;
    }

    /// <summary>Adds the client library to the feed, for tests whose programs talk to a registry.</summary>
    public void AddClient() => _ = _client.Value;

    /// <summary>Adds the library of ROOT files to the feed.</summary>
    public void AddRoot() => _ = _root.Value;

    public void Dispose() => _folder.Dispose();

    private bool Add(string project)
    {
        var source = Path.GetDirectoryName(Feed)!;
        var folder = Path.Combine(source, "feed-source");
        Copy(new DirectoryInfo(Repository.PathOf("src", project)), Path.Combine(folder, "src", project));
        Sdk.Dotnet(folder, ["pack", $"src/{project}", "--configuration", "Release", "--output", Feed, $"-p:Version={Version}", SameAssembly]);
        return true;
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (var folder in from.EnumerateDirectories().Where(d => d.Name is not ("bin" or "obj")))
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }
}
