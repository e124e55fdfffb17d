using Mlp.Cli;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Building;

public sealed class FailingTests : IDisposable
{
    private readonly CodeRepository _repository;
    private readonly StringWriter _story = new();

    public FailingTests(PackedLibraries packages)
    {
        _repository = new(packages);
        _repository.UseFeed();
        _repository.Project("One/One.csproj", ["Mlp.Models"]);
        _repository.Write("One/Model.cs", CodeRepository.Model);
    }

    public void Dispose()
    {
        _repository.Dispose();
        _story.Dispose();
    }

    [Fact]
    public async Task The_compilers_errors_reach_the_user_as_they_are_and_the_project_is_named()
    {
        var file = _repository.Write("One/Wrong.cs", "public class Wrong : Missing;");
        var error = await Release();
        Assert.Equal(("MLP7307", _repository.PathOf("One/One.csproj")), (error.Code, error.Value));
        Assert.Contains($"{file}(1,22): error CS0246: ", _story.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_is_not_to_be_had_is_told_as_nuget_tells_it()
    {
        _repository.Project("One/One.csproj", ["Mlp.Models", "Beams.Unheard.Of"]);
        var error = await Release();
        Assert.Equal(("MLP7308", _repository.PathOf("One/One.csproj")), (error.Code, error.Value));
        Assert.Contains("error NU1101: ", _story.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_file_that_does_not_fit_is_refused_and_stays_as_it_is()
    {
        _repository.Project("One/One.csproj", ["Mlp.Models"], "<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>");
        var locked = _repository.Write("One/packages.lock.json", """{ "version": 1, "dependencies": { "net10.0": {} } }""");
        Assert.Equal("MLP7308", (await Release()).Code);
        Assert.Contains("NU1004", _story.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Mlp.Models", await File.ReadAllTextAsync(locked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_that_are_not_to_be_packed_are_refused()
    {
        _repository.Project("One/One.csproj", ["Mlp.Models"], "<IsPackable>false</IsPackable>");
        Assert.Equal("MLP7309", (await Release()).Code);
    }

    [Fact]
    public async Task A_version_that_something_else_sets_during_the_build_is_refused()
    {
        var project = _repository.Project("One/One.csproj", ["Mlp.Models"]);
        await File.WriteAllTextAsync(project, (await File.ReadAllTextAsync(project)).Replace(
            "</Project>", "<Target Name=\"Own\" BeforeTargets=\"GenerateNuspec\"><PropertyGroup><PackageVersion>9.9.9</PackageVersion></PropertyGroup></Target></Project>", StringComparison.Ordinal));
        var error = await Release();
        Assert.Equal("MLP7311", error.Code);
        Assert.Contains("One.9.9.9.nupkg, not One.1.0.0.nupkg", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_could_declare_models_but_does_not_is_told()
    {
        _repository.Write("One/Model.cs", "// no [assembly: MlpModel] here");
        Assert.Equal("MLP7214", (await Release()).Code);
    }

    private async Task<CommandFailedException> Release()
    {
        _repository.Commit();
        return await Assert.ThrowsAsync<CommandFailedException>(() => Releasing.Run(_repository, _repository.Root, "1.0.0", _story));
    }
}
