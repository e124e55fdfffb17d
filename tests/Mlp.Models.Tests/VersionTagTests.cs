using Mlp.Testing;

namespace Mlp.Models.Tests;

/// <summary>Which tag a build takes. One restored repository serves all tests of the class, each on a commit of its own.</summary>
public sealed class VersionTagTests : IClassFixture<VersionTagTests.RestoredModel>
{
    private readonly ModelRepository _model;

    public VersionTagTests(RestoredModel restored)
    {
        _model = restored.Model;
        _model.Git("reset", "--quiet", "--hard");
        _model.Git("clean", "--quiet", "-fd");
        _model.Commit("Another test");
    }

    [Theory]
    [InlineData("10.0.0", "v9.9.9", "10.0.0", "v10.0.0", "v2.0.0")]
    [InlineData("10.0.1", "9.9.10", "v10.0.1")]
    [InlineData("2.0.1", "v2.0.1", "2.0.1-rc.1", "2.0.1-zeta")]
    [InlineData("2.0.2-rc.10", "v2.0.2-rc.9", "2.0.2-rc.10", "2.0.2-rc", "2.0.2-beta.11")]
    [InlineData("2.0.3-rc.x", "2.0.3-rc.x", "2.0.3-rc.99")]
    [InlineData("2.0.4-rc-1", "2.0.4-rc-1", "2.0.4-rc.1")]
    public void The_highest_version_among_the_tags_of_the_commit_is_taken(string expected, params string[] tags)
    {
        _model.Tag(tags);

        Assert.Equal(expected, _model.FindVersion());
    }

    [Fact]
    public void Tags_that_are_no_versions_are_passed_over()
    {
        _model.Tag(
            "v3.0.0", "v99.0.0+build", "v98.0", "97.0.0.0", "v096.0.0", "v95.0.0-01", "v94.0.0-", "release-93.0.0", "V92.0.0", "sub/v91.0.0",
            "x;v90.0.0", "q'$(OS)%41@x", "v1234567890.0.0", "$(OS)", "@(Compile)", "latest");

        Assert.Equal("3.0.0", _model.FindVersion());
    }

    [Fact]
    public void An_annotated_tag_counts_and_a_tag_of_another_commit_does_not()
    {
        _model.Tag("v51.0.0");
        _model.Commit("Later");
        _model.Git("tag", "--annotate", "v50.0.0", "--message", "annotated");

        Assert.Equal("50.0.0", _model.FindVersion());
    }

    [Fact]
    public void With_a_prefix_only_tags_that_start_with_it_count()
    {
        _model.Tag("v70.0.0", "awake/v60.1.0", "awake/v60.2.0-rc.1", "other/v61.0.0", "a.b+(c)/62.0.0", "axb+(c)/63.0.0");

        Assert.Equal("60.2.0-rc.1", _model.FindVersion("-p:MlpTagPrefix=awake/v"));
        Assert.Equal("62.0.0", _model.FindVersion("-p:MlpTagPrefix=a.b+(c)/"));
        Assert.Equal("70.0.0", _model.FindVersion());
        Assert.Equal("", _model.FindVersion("-p:MlpTagPrefix=nobody/v"));
    }

    [Fact]
    public void A_changed_or_an_untracked_file_unsettles_the_version_and_an_ignored_one_does_not()
    {
        _model.Tag("v80.0.0");
        _model.Write("obj/ignored.txt", "ignored");
        Assert.Equal("80.0.0", _model.FindVersion());

        _model.Write("untracked.txt", "new");
        Assert.Equal("", _model.FindVersion());
        File.Delete(Path.Combine(_model.Folder, "untracked.txt"));

        _model.Write("Model.cs", "// changed");
        Assert.Equal("", _model.FindVersion());
    }

    [Fact]
    public void What_mlp_says_goes_before_any_tag()
    {
        _model.Tag("v81.0.0");

        Assert.Equal("5.0.0-rc.1", _model.FindVersion("-p:MlpVersion=5.0.0-rc.1"));
    }

    [Fact]
    public void In_a_work_tree_and_in_a_shallow_clone_the_tag_of_the_commit_counts()
    {
        _model.Tag("v82.0.0");
        using var elsewhere = new TemporaryFolder();
        Sdk.Git(_model.Folder, "worktree", "add", "--quiet", "--detach", elsewhere.PathOf("tree"));
        Sdk.Git(elsewhere.Path, "clone", "--quiet", "--depth", "1", "--branch", "v82.0.0", new Uri(_model.Folder).AbsoluteUri, "shallow");
        Sdk.Git(elsewhere.Path, "clone", "--quiet", "--depth", "1", "--no-tags", new Uri(_model.Folder).AbsoluteUri, "tagless");

        Assert.Equal("82.0.0", FindIn(elsewhere.PathOf("tree")));
        Assert.Equal("82.0.0", FindIn(elsewhere.PathOf("shallow")));
        Assert.Equal("", FindIn(elsewhere.PathOf("tagless")));
    }

    [Fact]
    public void Without_git_or_with_a_broken_repository_nothing_is_found_and_nothing_fails()
    {
        _model.Tag("v83.0.0");
        using var elsewhere = new TemporaryFolder();
        File.CreateSymbolicLink(elsewhere.PathOf("sh"), "/bin/sh");
        var withoutGit = new Dictionary<string, string> { ["PATH"] = elsewhere.Path };
        Assert.Equal("", Sdk.Dotnet(_model.Folder, withoutGit, "msbuild", "Model.csproj", "-t:MlpFindVersion", "-getProperty:MlpStampedVersion").Trim());

        Sdk.Git(elsewhere.Path, "clone", "--quiet", _model.Folder, "broken");
        File.WriteAllText(elsewhere.PathOf("broken", ".git", "HEAD"), "nonsense");
        Assert.Equal("", FindIn(elsewhere.PathOf("broken")));
    }

    // The project file alone, without its package: the restored repository's targets are imported by path.
    private string FindIn(string folder)
    {
        File.Copy(Path.Combine(_model.Folder, "obj", "Model.csproj.nuget.g.targets"), Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "obj")).FullName, "Model.csproj.nuget.g.targets"));
        File.Copy(Path.Combine(_model.Folder, "obj", "Model.csproj.nuget.g.props"), Path.Combine(folder, "obj", "Model.csproj.nuget.g.props"));
        return Sdk.Dotnet(folder, "msbuild", "Model.csproj", "-t:MlpFindVersion", "-getProperty:MlpStampedVersion").Trim();
    }

    public sealed class RestoredModel : IDisposable
    {
        public RestoredModel(PackedLibraries packages)
        {
            Model = new ModelRepository(packages);
            Sdk.Dotnet(Model.Folder, "restore");
        }

        internal ModelRepository Model { get; }

        public void Dispose() => Model.Dispose();
    }
}
