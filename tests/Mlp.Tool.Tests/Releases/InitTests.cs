using Mlp.Testing;

namespace Mlp.Tool.Tests.Releases;

public sealed class InitTests(InstalledTool tool, PackedLibraries packages)
{
    [Fact]
    public async Task A_new_repository_builds_passes_its_tests_and_mlp_check_and_is_never_overwritten()
    {
        packages.AddClient();
        using var author = new Author(tool, packages);
        File.Delete(author.Code.PathOf(".gitignore"));
        var written = await author.Lines("init", ".", "--name", "demo", "--models", "Orbit,tune_shift", "--ci", "github");
        Assert.Contains("src/Demo/TuneShift.cs", written);
        Assert.Contains(".github/workflows/models.yml", written);
        UseFeed(author);
        author.Code.Commit();

        Assert.Contains("Passed!", author.Dotnet("test"), StringComparison.Ordinal);
        var findings = await author.Json("check");
        Assert.Equal(["MLP7514"], findings.EnumerateArray().Select(finding => finding.Text("code")));
        Assert.Equal(["orbit", "tune_shift"], (await author.Json("models")).EnumerateArray().Select(model => model.Text("name")));

        var error = await author.Failed("init", ".", "--name", "demo");
        Assert.StartsWith("MLP7701", error, StringComparison.Ordinal);
        Assert.Equal("", Sdk.Git(author.Code.Root, "status", "--porcelain"));
    }

    [Fact]
    public async Task Outputs_that_git_does_not_ignore_are_found_and_mended()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Code.Write(".gitignore", "");
        author.Code.Write("Beams/bin/left.txt", "over");
        author.Code.Commit();
        author.Code.Write("Beams/bin/another.txt", "over");
        Assert.Contains("MLP7512", (await author.Run("check")).Output, StringComparison.Ordinal);
        await author.Run("check", "--fix");
        Assert.Equal("bin/\n", (await File.ReadAllTextAsync(author.Code.PathOf(".gitignore"))).Replace("obj/\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--models", "Orbit,orbit")]
    [InlineData("--models", "Größe")]
    [InlineData("--models", "Demo")]
    [InlineData("--models", "Client")]
    [InlineData("--models", "LinearModel")]
    [InlineData("--models", "object")]
    [InlineData("--name", "1st")]
    [InlineData("--name", "mlp")]
    [InlineData("--ci", "jenkins")]
    public async Task A_name_that_cannot_be_is_wrong_usage_and_writes_nothing(string option, string value)
    {
        using var author = new Author(tool, packages);
        var (exit, output, errors) = await author.Run("init", "demo", option, value);
        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.StartsWith("MLP7001", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(author.Code.PathOf("demo")));
    }

    // The tool writes the version of its own release, which no feed has under test.
    private static void UseFeed(Author author)
    {
        author.Code.UseFeed();
        author.Code.PinToFeed();
    }
}
