using System.IO.Compression;
using System.Xml.Linq;
using Mlp.Cli;
using Mlp.Cli.Building;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Building;

/// <summary>A model project that references others: what becomes a package, in which order, under which version; and when it is built again.</summary>
public sealed class ReferencesTests : IDisposable
{
    private readonly CodeRepository _repository;
    private readonly StringWriter _story = new();

    public ReferencesTests(PackedLibraries packages)
    {
        _repository = new(packages);
        _repository.UseFeed();
        _repository.Project("My models/Models.csproj", ["Mlp.Models", "../Größen/Sizes.csproj", "../Internal/Internal.csproj"], "<OutputType>Exe</OutputType><Version>7.7.7</Version><PackageVersion>8.8.8</PackageVersion><RuntimeIdentifier>linux-x64</RuntimeIdentifier>");
        _repository.Write("My models/Models.cs", CodeRepository.Model + "\npublic static class Program { public static void Main() => System.Console.WriteLine(Sizes.Big + Internal.Small); }");
        _repository.Project("Größen/Sizes.csproj", ["../Base/Base.csproj"], "<TargetFrameworks>net10.0</TargetFrameworks>", framework: null);
        _repository.Write("Größen/Sizes.cs", "public static class Sizes { public static int Big => Base.One; }");
        _repository.Project("Base/Base.csproj", [], "<PackageId>Beams.Base</PackageId>");
        _repository.Write("Base/Base.cs", "public static class Base { public static int One => 1; }");
        _repository.Project("Internal/Internal.csproj", [], "<IsPackable>false</IsPackable>");
        _repository.Write("Internal/Internal.cs", "public static class Internal { public static int Small => 0; }");
        var models = _repository.PathOf("My models/Models.csproj");
        File.WriteAllText(models, File.ReadAllText(models).Replace("Internal.csproj\" />", "Internal.csproj\" PrivateAssets=\"all\" />", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _repository.Dispose();
        _story.Dispose();
    }

    [Fact]
    public async Task All_packages_that_the_models_need_are_made_under_the_version_of_the_tag()
    {
        _repository.Commit();
        var release = await Releasing.Run(_repository, _repository.Root, "2.0.1", _story);
        Assert.Equal([("Beams.Base", "2.0.1"), ("Sizes", "2.0.1"), ("Models", "2.0.1")], release.Packages.Select(package => (package.Id, package.Version)));
        Assert.Contains("Beams.Base 2.0.1", Dependencies(release.Packages[1]));
        Assert.Contains("Sizes 2.0.1", Dependencies(release.Packages[2]));
        Assert.DoesNotContain(Dependencies(release.Packages[2]), dependency => dependency.StartsWith("Internal", StringComparison.Ordinal));

        // Portable: an assembly for any system, no host for one.
        var closure = Directory.GetFiles(Assert.Single(release.Projects).Folder).Select(file => Path.GetFileName(file)!).ToHashSet();
        Assert.Superset(new HashSet<string> { "Models.dll", "Sizes.dll", "Base.dll", "Internal.dll", "Mlp.Models.dll" }, closure);
        Assert.DoesNotContain("Models", closure);
    }

    [Fact]
    public async Task A_build_stands_until_something_that_it_was_made_from_changes()
    {
        var models = _repository.PathOf("My models/Models.csproj");
        Sdk.Dotnet(_repository.Root, "build", models, "--configuration", "Release");
        Assert.True(IsCurrent(), "somebody else's build is as good");

        _repository.Write("Base/Base.cs", "public static class Base { public static int One => 1 + 0; }");
        Assert.False(IsCurrent(), "a source of a referenced project changed");
        await Refresh();
        Assert.True(IsCurrent(), "though it was built, and its own assembly was not written again");

        File.SetLastWriteTimeUtc(_repository.Write("My models/More.cs", "// old, but new here"), DateTime.UtcNow.AddYears(-1));
        Assert.False(IsCurrent(), "a file was added");
        Mark();
        File.Delete(_repository.PathOf("My models/More.cs"));
        Assert.False(IsCurrent(), "a file went away");
        Mark();
        _repository.Write("Directory.Build.props", "<Project />");
        Assert.False(IsCurrent(), "a setting for all projects appeared");
        Mark();
        Assert.True(IsCurrent());
        File.Delete(_repository.PathOf("My models/bin/Release/net10.0/linux-x64/Models.dll"));
        Assert.False(IsCurrent(), "the assembly is gone");
    }

    [Fact]
    public async Task A_package_that_would_need_another_which_is_never_made_is_refused()
    {
        _repository.Project("Base/Base.csproj", [], "<IsPackable>false</IsPackable>");
        _repository.Commit();
        var error = await Assert.ThrowsAsync<CommandFailedException>(() => Releasing.Run(_repository, _repository.Root, "2.0.1", _story));
        Assert.Equal(("MLP7310", _repository.PathOf("Base/Base.csproj")), (error.Code, error.Value));
    }

    private bool IsCurrent()
    {
        using var evaluations = _repository.Evaluations();
        return BuildMark.IsCurrent(evaluations.Closure(_repository.PathOf("My models/Models.csproj")));
    }

    // What a build does at its end.
    private void Mark()
    {
        using var evaluations = _repository.Evaluations();
        BuildMark.Set(evaluations.Get(_repository.PathOf("My models/Models.csproj")), DateTime.UtcNow);
    }

    private async Task Refresh()
    {
        using var evaluations = _repository.Evaluations();
        await new ProjectBuild(evaluations, _story.WriteLine).Refresh([evaluations.Get(_repository.PathOf("My models/Models.csproj"))], Ct.None);
    }

    private static List<string> Dependencies(BuiltPackage package)
    {
        using var file = ZipFile.OpenRead(package.File);
        using var nuspec = file.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return [.. XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}")];
    }
}
