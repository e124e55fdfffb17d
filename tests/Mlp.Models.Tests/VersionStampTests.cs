using System.IO.Compression;
using Mlp.Testing;

[assembly: AssemblyFixture(typeof(Mlp.Testing.PackedLibraries))]

namespace Mlp.Models.Tests;

/// <summary>Real builds with the packed Mlp.Models in real repositories.</summary>
public sealed class VersionStampTests(PackedLibraries packages)
{
    [Fact]
    public void Each_build_stamps_what_holds_at_that_moment()
    {
        using var model = new ModelRepository(packages);
        Assert.Null(model.Build());

        model.Tag("v1.0.0");
        Assert.Equal("1.0.0", model.Build());
        var compiled = File.GetLastWriteTimeUtc(model.Assembly);
        Assert.Equal("1.0.0", model.Build());
        Assert.Equal(compiled, File.GetLastWriteTimeUtc(model.Assembly));

        model.Tag("v1.1.0-rc.1");
        Assert.Equal("1.1.0-rc.1", model.Build());

        model.Write("Notes.txt", "not committed");
        Assert.Null(model.Build());
        Assert.Equal("3.0.0", model.Build("-p:MlpVersion=3.0.0"));

        model.Commit("Notes");
        Assert.Null(model.Build());
    }

    [Fact]
    public void A_project_with_several_target_frameworks_packs_a_stamped_assembly()
    {
        using var model = new ModelRepository(packages);
        var project = Path.Combine(model.Folder, "Model.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace("<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0</TargetFrameworks>", StringComparison.Ordinal));
        model.Write(".gitignore", "bin/\nobj/\nout/\n");
        model.Commit("Several frameworks");
        model.Tag("2.3.4");

        Sdk.Dotnet(model.Folder, "pack", "Model.csproj", "--output", "out");

        using var package = ZipFile.OpenRead(Path.Combine(model.Folder, "out", "Model.1.0.0.nupkg"));
        using var bytes = new MemoryStream();
        using (var entry = package.GetEntry("lib/net10.0/Model.dll")!.Open())
        {
            entry.CopyTo(bytes);
        }

        Assert.Equal("2.3.4", ModelRepository.StampOf(bytes.ToArray()));
    }

    [Fact]
    public void A_model_that_knows_only_the_dense_package_is_stamped_too()
    {
        const string Source = """
            using Mlp.Models;
            using Mlp.Models.Dense;

            [assembly: MlpModel(typeof(LineModel))]

            public sealed class LineModel : LinearModel;
            """;
        using var model = new ModelRepository(packages, package: "Mlp.Models.Dense", source: Source);
        model.Tag("v4.5.6");

        Assert.Equal("4.5.6", model.Build());
    }

    [Fact]
    public void A_project_that_writes_its_own_assembly_attributes_is_stamped_and_not_compiled_twice()
    {
        using var model = new ModelRepository(packages, properties: "<GenerateAssemblyInfo>false</GenerateAssemblyInfo>");
        model.Tag("v1.0.0");
        Assert.Equal("1.0.0", model.Build());
        var compiled = File.GetLastWriteTimeUtc(model.Assembly);
        Assert.Equal("1.0.0", model.Build());
        Assert.Equal(compiled, File.GetLastWriteTimeUtc(model.Assembly));

        model.Tag("v1.0.1");
        Assert.Equal("1.0.1", model.Build());
        model.Git("tag", "--delete", "v1.0.0", "v1.0.1");
        Assert.Null(model.Build());
    }

    [Fact]
    public void Outside_a_repository_a_build_goes_on_without_a_stamp()
    {
        using var model = new ModelRepository(packages, inGit: false);

        Assert.Null(model.Build());
    }

    [Fact]
    public void A_version_that_is_none_is_refused_with_what_it_should_be()
    {
        using var model = new ModelRepository(packages);
        var (exitCode, output) = Sdk.TryDotnet(model.Folder, "build", "Model.csproj", "-p:MlpVersion=1.0.0+build");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("MlpVersion is '1.0.0+build', which is no version of a model type; give MAJOR.MINOR.PATCH", output, StringComparison.Ordinal);
    }
}
