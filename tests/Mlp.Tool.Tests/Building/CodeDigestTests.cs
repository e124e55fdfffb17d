using Mlp.Cli.Building;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Building;

/// <summary>Two commits have the same code when nothing differs that the models are built from.</summary>
public sealed class CodeDigestTests : IDisposable
{
    private readonly CodeRepository _repository = new();

    public CodeDigestTests()
    {
        _repository.Project("src/One/One.csproj", ["Mlp.Models", "../Größen/Sizes.csproj"]);
        _repository.Write("src/One/Model.cs", CodeRepository.Model);
        _repository.Project("src/Größen/Sizes.csproj");
        _repository.Write("src/Größen/Sizes.cs", "public class Sizes;");
        _repository.Project("src/Other/Other.csproj", ["../One/One.csproj"]);
        _repository.Write("Directory.Build.props", "<Project><ItemGroup><Compile Include=\"$(MSBuildThisFileDirectory)shared/Shared.cs\" /></ItemGroup></Project>");
        _repository.Write("shared/Shared.cs", "");
        _repository.Write("README.md", "");
        _repository.Write("mlp.json", "{}");
        _repository.Write("global.json", "{}");
        _repository.Write("NuGet.Config", "<configuration />");
    }

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Other/Other.cs")]
    [InlineData("shared/Unused.cs")]
    public async Task What_the_models_are_not_built_from_makes_no_difference(string file)
    {
        var before = await Digest();
        _repository.Write(file, "// changed");
        Assert.NotNull(before);
        Assert.Equal(before, await Digest());
    }

    [Theory]
    [InlineData("src/One/Model.cs", "// changed")]
    [InlineData("src/One/New.cs", "")]
    [InlineData("src/Größen/Sizes.cs", "public class Sizes { }")]
    [InlineData("shared/Shared.cs", "// changed")]
    [InlineData("Directory.Build.props", "<Project />")]
    [InlineData("Directory.Packages.props", "<Project />")]
    [InlineData("src/nuget.config", "<configuration />")]
    [InlineData("NuGet.Config", "<configuration></configuration>")]
    [InlineData("global.json", "{ }")]
    [InlineData("mlp.json", "{ }")]
    public async Task What_they_are_built_from_does(string file, string text)
    {
        var before = await Digest();
        _repository.Write(file, text);
        Assert.NotNull(before);
        Assert.NotEqual(before, await Digest());
    }

    [Fact]
    public async Task A_project_at_the_root_stands_for_all()
    {
        _repository.Project("All.csproj", ["src/One/One.csproj"]);
        var before = await Digest("All.csproj");
        _repository.Write("README.md", "changed");
        Assert.NotNull(before);
        Assert.NotEqual(before, await Digest("All.csproj"));
    }

    [Fact]
    public async Task Another_sdk_is_other_code()
    {
        var sdk = DotnetSdk.Find(_repository.Root);
        Assert.NotEqual(await Digest(), await Digest(sdk: sdk with { Version = "10.0.999" }));
    }

    [Fact]
    public async Task Code_that_the_commit_does_not_have_has_no_digest()
    {
        _repository.Write(".gitignore", "bin/\nobj/\nshared/\n");
        Sdk.Git(_repository.Root, "rm", "--quiet", "--cached", "-r", "--ignore-unmatch", "shared");
        Assert.Null(await Digest());
    }

    private async Task<Digest?> Digest(string file = "src/One/One.csproj", DotnetSdk? sdk = null)
    {
        _repository.Commit();
        using var evaluations = _repository.Evaluations();
        var closure = evaluations.Closure(_repository.PathOf(file));
        var project = _repository.Workspace().Choose(null, _repository.Root);
        return await CodeDigest.Of(_repository.Root, project, [new(closure[^1], closure, ["One"])], sdk ?? evaluations.Sdk, _repository.ObjectsAtHead, Ct.None);
    }
}
