using System.Globalization;
using Mlp.Testing;

namespace Mlp.Models.Tests;

/// <summary>Both packages, really packed from a copy of their sources, under a version of this run's own, in a folder that serves as feed.</summary>
public sealed class Packages : IDisposable
{
    private const long CommitTime = 1_714_564_800;
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _feed;

    public Packages()
    {
        // Unique, so that no cache can answer with the package of another run.
        Version = string.Create(CultureInfo.InvariantCulture, $"0.1.0-run.{DateTime.UtcNow.Ticks}");
        _feed = new(() => Pack("feed"));
    }

    public string Version { get; }

    /// <summary>The folder with the packages, packed when the first test asks for it.</summary>
    public string Feed => _feed.Value;

    /// <summary>Where this run's consumers unpack packages.</summary>
    public string Cache => _folder.PathOf("cache");

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
            "-p:ContinuousIntegrationBuild=true",
        ];
        Sdk.Dotnet(source, ["pack", "src/mlp-models-dense", .. arguments]);
        Sdk.Dotnet(source, ["pack", "src/mlp-models", "--no-build", .. arguments]);
        return feed;
    }

    public void Dispose() => _folder.Dispose();

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
