using Mlp.Cli;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Building;

/// <summary>A release of several code projects with models, and of one that gathers theirs.</summary>
public sealed class SeveralProjectsTests : IDisposable
{
    private readonly CodeRepository _repository;

    public SeveralProjectsTests(PackedLibraries packages)
    {
        _repository = new(packages);
        _repository.UseFeed();
        _repository.Project("Shared/Shared.csproj", ["Mlp.Models"]);
        _repository.Write("Shared/Shared.cs", "public class Shared;");
        foreach (var name in new[] { "Encoder", "Decoder" })
        {
            _repository.Project($"{name}/{name}.csproj", ["../Shared/Shared.csproj"]);
            _repository.Write($"{name}/Model.cs", CodeRepository.Model.Replace("ConstantModel", name, StringComparison.Ordinal));
        }

        _repository.Project("All/All.csproj", ["../Encoder/Encoder.csproj", "../Decoder/Decoder.csproj"]);
        _repository.Write("All/All.cs", "// tells about [assembly: MlpModel], and declares none");
    }

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Each_project_that_declares_models_has_a_closure_and_a_package_and_what_they_share_is_packed_once()
    {
        _repository.Commit();
        var release = await Releasing.Run(_repository, _repository.Root, "1.0.0");
        Assert.Equal(["Decoder", "Encoder"], release.Projects.SelectMany(project => project.Project.Assemblies));
        Assert.Equal(["Shared", "Decoder", "Encoder"], release.Packages.Select(package => package.Id));
        Assert.True(File.Exists(Path.Combine(release.Projects[0].Folder, "Decoder.dll")));
        Assert.False(File.Exists(Path.Combine(release.Projects[0].Folder, "Encoder.dll")));
        Assert.Equal(2, Directory.GetDirectories(Path.GetDirectoryName(release.Projects[0].Folder)!).Length);
    }

    [Fact]
    public async Task Two_projects_of_one_package_are_refused()
    {
        _repository.Project("Encoder/Encoder.csproj", ["../Shared/Shared.csproj"], "<PackageId>decoder</PackageId>");
        _repository.Commit();
        var error = await Assert.ThrowsAsync<CommandFailedException>(() => Releasing.Run(_repository, _repository.Root, "1.0.0"));
        Assert.Equal("MLP7312", error.Code);
    }

    [Fact]
    public async Task A_project_that_mlp_json_names_stands_for_the_models_of_those_that_it_references()
    {
        _repository.Write("mlp.json", """{ "projects": ["All/All.csproj"] }""");
        _repository.Commit();
        var release = await Releasing.Run(_repository, _repository.Root, "1.0.0");
        var project = Assert.Single(release.Projects);
        Assert.Equal("All.csproj", Path.GetFileName(project.Project.Root.File));
        Assert.Equal(["Decoder", "Encoder"], project.Project.Assemblies.Order());
        Assert.Equal("All", release.Packages[^1].Id);
        Assert.Equal(["All", "Decoder", "Encoder", "Shared"], release.Packages.Select(package => package.Id).Order());
    }
}
