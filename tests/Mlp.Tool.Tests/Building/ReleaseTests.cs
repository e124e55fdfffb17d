using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;
using System.Xml.Linq;
using Mlp.Cli.Building;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Building;

/// <summary>The example beam-line, released for real in two checkouts.</summary>
public sealed class ReleaseTests(ReleaseTests.TwoCheckouts released) : IClassFixture<ReleaseTests.TwoCheckouts>
{
    [Fact]
    public void Only_the_project_that_declares_models_is_released()
    {
        var project = Assert.Single(released.First.Projects);
        Assert.Equal("BeamLine.csproj", Path.GetFileName(project.Project.Root.File));
        Assert.Equal(["BeamLine"], project.Project.Assemblies);
        var package = Assert.Single(released.First.Packages);
        Assert.Equal(("Beams.BeamLine", "1.2.0-rc.1"), (package.Id, package.Version));
        Assert.False(Directory.Exists(released.Repository.PathOf("src/BeamLine.Training/bin")));
        Assert.False(Directory.Exists(released.Repository.PathOf("src/BeamLine.Consumer/bin")));
    }

    [Fact]
    public void The_closure_has_the_assembly_and_all_that_it_needs()
    {
        var files = Directory.GetFiles(released.First.Projects[0].Folder).Select(file => Path.GetFileName(file)!).ToList();
        Assert.Superset(new HashSet<string> { "BeamLine.dll", "BeamLine.deps.json", "Mlp.Models.dll", "Mlp.Models.Dense.dll" }, files.ToHashSet());
    }

    [Fact]
    public void The_assembly_is_stamped_with_the_version_of_the_tag()
    {
        var context = new AssemblyLoadContext("stamp", isCollectible: true);
        var assembly = context.LoadFromAssemblyPath(Path.Combine(released.First.Projects[0].Folder, "BeamLine.dll"));
        Assert.Equal("1.2.0-rc.1", assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "mlp.version").Value);
        context.Unload();
    }

    [Fact]
    public void The_package_says_where_it_comes_from()
    {
        using var package = ZipFile.OpenRead(released.First.Packages[0].File);
        using var nuspec = package.GetEntry("Beams.BeamLine.nuspec")!.Open();
        var repository = XDocument.Load(nuspec).Descendants().Single(element => element.Name.LocalName == "repository");
        Assert.Equal(
            ("git", "https://git.example.org/beams/beam-line", released.Commit),
            (repository.Attribute("type")!.Value, repository.Attribute("url")!.Value, repository.Attribute("commit")!.Value));
    }

    [Fact]
    public void Two_checkouts_in_different_folders_give_the_same_bytes()
    {
        var (first, second) = (Contents(released.First), Contents(released.Second));
        Assert.True(first.Count > 4);
        Assert.Equal(first.Keys.Order(), second.Keys.Order());
        Assert.All(first, file => Assert.True(file.Value.AsSpan().SequenceEqual(second[file.Key]), $"{file.Key} differs"));
    }

    [Fact]
    public void The_tree_is_as_git_knows_it_and_no_process_is_left()
    {
        Assert.Empty(Sdk.Git(released.Repository.Root, "status", "--porcelain"));
        Assert.Empty(Directory.GetFiles(released.Repository.PathOf("src/BeamLine/obj/mlp"), "*.proj"));
        Assert.DoesNotContain(Directory.GetDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)), IsOurs);
    }

    // A process that ends while we look has no files to read.
    private bool IsOurs(string process)
    {
        try
        {
            return Directory.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName.StartsWith(released.Repository.Root, StringComparison.Ordinal) == true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Dictionary<string, byte[]> Contents(BuiltRelease release)
    {
        var folder = release.Projects[0].Folder;
        return Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes)
            .Concat(release.Packages.Select(package => KeyValuePair.Create(package.Id, File.ReadAllBytes(package.File)))).ToDictionary();
    }

    public sealed class TwoCheckouts : IAsyncLifetime
    {
        private readonly TemporaryFolder _elsewhere = new();

        public TwoCheckouts(PackedLibraries packages)
        {
            Repository = new(packages);
            Repository.CopyExample("beam-line");
            Commit = Repository.Commit();
        }

        internal CodeRepository Repository { get; }

        internal string Commit { get; }

        internal BuiltRelease First { get; private set; } = null!;

        internal BuiltRelease Second { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            First = await Releasing.Run(Repository, Repository.Root, "1.2.0-rc.1", Console.Error);
            var clone = _elsewhere.PathOf("a clone, elsewhere (ä)");
            Sdk.Git(_elsewhere.Path, "clone", "--quiet", Repository.Root, clone);
            Second = await Releasing.Run(Repository, clone, "1.2.0-rc.1", Console.Error);
        }

        public ValueTask DisposeAsync()
        {
            Repository.Dispose();
            _elsewhere.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
