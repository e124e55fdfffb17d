using System.IO.Compression;
using System.Text.RegularExpressions;
using Mlp.Testing;

namespace Mlp.Models.Tests;

public sealed partial class PackageTests(PackedLibraries packages)
{
    [Fact]
    public void The_model_of_the_readme_has_less_than_30_lines_and_compiles_in_a_fresh_project()
    {
        var sample = CSharp().Matches(File.ReadAllText(Repository.PathOf("src", "mlp-models", "README.md"))).Single().Groups[1].Value.Trim();
        Assert.InRange(sample.Split('\n').Length, 10, 29);

        using var model = new ModelRepository(packages, source: sample);
        model.Tag("v1.0.0");
        Assert.Equal("1.0.0", model.Build());
    }

    [Fact]
    public void The_models_of_the_dense_readme_compile_in_a_fresh_project()
    {
        var samples = CSharp().Matches(File.ReadAllText(Repository.PathOf("src", "mlp-models-dense", "README.md"))).Select(m => m.Groups[1].Value);

        using var model = new ModelRepository(packages, package: "Mlp.Models.Dense", source: string.Join('\n', samples));
        Assert.Null(model.Build());
    }

    [Fact]
    public void The_package_brings_its_readme_its_targets_and_no_dependency()
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Feed, $"Mlp.Models.{packages.Version}.nupkg"));
        var names = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains("README.md", names);
        Assert.Contains("build/Mlp.Models.targets", names);
        Assert.Contains("buildTransitive/Mlp.Models.targets", names);
        Assert.Contains("lib/net10.0/Mlp.Models.xml", names);

        using var description = new StreamReader(package.GetEntry("Mlp.Models.nuspec")!.Open());
        Assert.DoesNotContain("<dependency ", description.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_commit_packed_in_another_folder_gives_the_same_bytes()
    {
        var again = packages.Pack("again");
        foreach (var package in Directory.GetFiles(packages.Feed))
        {
            Assert.Equal(File.ReadAllBytes(package), File.ReadAllBytes(Path.Combine(again, Path.GetFileName(package))));
        }

        Assert.Equal(2, Directory.GetFiles(again).Length);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
