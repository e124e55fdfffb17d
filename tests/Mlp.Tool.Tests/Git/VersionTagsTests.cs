using Mlp.Cli.Git;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Git;

public sealed class VersionTagsTests : IDisposable
{
    private readonly TestRepository _repository = TestRepository.WithCommit();

    [Theory]
    [InlineData("", "v1.2.3", "1.2.3", "v1.2.3")]
    [InlineData("", "1.2.3", "1.2.3", "1.2.3")]
    [InlineData("", "v1.10.0", "1.10.0", "v1.9.0", "v1.10.0", "1.2.0", "nightly")]
    [InlineData("", "v1.0.0", "1.0.0", "v1.0.0-rc.2", "v1.0.0", "v1.0.0-rc.10")]
    [InlineData("", "v1.0.0-rc.10", "1.0.0-rc.10", "v1.0.0-rc.2", "v1.0.0-rc.10", "v1.0.0-beta")]
    [InlineData("", "v1.0.0", "1.0.0", "v1.0.0", "v2.0.0+1", "awake/v9.0.0")]
    [InlineData("awake/v", "awake/v1.0.0", "1.0.0", "v3.0.0", "awake/v1.0.0", "isolde/v2.0.0")]
    [InlineData("isolde/v", "isolde/v2.0.0", "2.0.0", "v3.0.0", "awake/v1.0.0", "isolde/v2.0.0")]
    [InlineData("awake/", "awake/v1.1.0", "1.1.0", "awake/1.0.0", "awake/v1.1.0")]
    [InlineData("modèle/v", "modèle/v1.0.0", "1.0.0", "modèle/v1.0.0")]
    public async Task The_highest_version_among_the_tags_of_head_is_taken(string prefix, string tag, string version, params string[] tags)
    {
        _repository.Tag("v0.5.0", "awake/v0.5.0", "isolde/v0.5.0");
        _repository.Commit();
        _repository.Tag(tags);
        Assert.Equal((tag, version), Text((await Versions(_repository, prefix)).Highest(ci: null)));
    }

    [Fact]
    public async Task Two_tags_of_one_version_are_one_version()
    {
        _repository.Tag("1.2.3", "v1.2.3");
        var versions = await Versions(_repository);
        Assert.Equal(("v1.2.3", "1.2.3"), Text(versions.Highest(ci: null)));
        Assert.Equal(("v1.2.3", "1.2.3"), Text(versions.Highest(new CiRun("GitLab CI") { Tag = "1.2.3" })));
        Assert.Equal(("1.2.3", "1.2.3"), Text(versions.Named("1.2.3")));
    }

    [Theory]
    [InlineData("", "v1.2.3")]
    [InlineData("awake/v", "awake/v1.2.3")]
    public async Task Without_a_version_the_error_says_how_to_tag(string prefix, string example)
    {
        _repository.Tag("v0.1.0", "awake/v0.1.0");
        _repository.Commit();
        _repository.Tag("v1.0", "nightly");
        var versions = await Versions(_repository, prefix);
        var error = await Opened.Refused("MLP7110", () => versions.Highest(ci: null));
        Assert.Equal(_repository.Head, error.Value);
        Assert.Contains("nightly, v1.0", error.Message, StringComparison.Ordinal);
        Assert.Contains($"git tag {example} ", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_metadata_alone_is_refused()
    {
        _repository.Tag("awake/v1.0.0+build.5", "nightly+1");
        var versions = await Versions(_repository, "awake/v");
        Assert.Equal("awake/v1.0.0+build.5", (await Opened.Refused("MLP7112", () => versions.Highest(ci: null))).Value);
        Assert.Contains("git tag awake/v1.0.0", (await Opened.Refused("MLP7112", () => versions.Named("awake/v1.0.0+build.5"))).Remedy, StringComparison.Ordinal);
        await Opened.Refused("MLP7112", () => versions.Planned("awake/v2.0.0+1"));
        await Opened.Refused("MLP7113", () => versions.Named("nightly+1"));
    }

    [Theory]
    [InlineData("--no-tags")]
    [InlineData("--depth", "1", "--no-tags")]
    [InlineData("--depth", "1")]
    public async Task A_clone_that_may_lack_tags_says_how_to_fetch_them(params string[] options)
    {
        _repository.Tag("v1.0.0");
        _repository.Commit();
        if (options is not ["--depth", "1"])
        {
            _repository.Tag("v1.1.0");
        }

        using var clone = _repository.Clone(options);
        var versions = await Versions(clone);
        var error = await Opened.Refused("MLP7111", () => versions.Highest(ci: null));
        Assert.All(["git fetch --tags --unshallow", "GIT_DEPTH: 0", "fetch-depth: 0"], remedy => Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal));
        Assert.Contains("git fetch --tags", (await Opened.Refused("MLP7114", () => versions.Named("v1.1.0"))).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shallow_clone_with_the_tag_of_head_has_its_version()
    {
        _repository.Tag("v1.0.0");
        using var clone = _repository.Clone("--depth", "1", "--branch", "v1.0.0");
        Assert.Equal(("v1.0.0", "1.0.0"), Text((await Versions(clone)).Highest(ci: null)));
    }

    [Fact]
    public async Task A_tag_that_is_asked_for_has_to_exist_and_to_name_head()
    {
        _repository.Tag("v1.0.0", "v3.0.0");
        var first = _repository.Head;
        _repository.Commit();
        _repository.Tag("v1.1.0", "v1.2.0", "nightly");
        var versions = await Versions(_repository);
        Assert.Equal(("v1.1.0", "1.1.0"), Text(versions.Named("v1.1.0")));

        var elsewhere = await Opened.Refused("MLP7115", () => versions.Named("v3.0.0"));
        Assert.Equal("v3.0.0", elsewhere.Value);
        Assert.Contains(first, elsewhere.Message, StringComparison.Ordinal);
        Assert.Contains(_repository.Head, elsewhere.Message, StringComparison.Ordinal);
        Assert.Contains("git checkout v3.0.0", elsewhere.Remedy, StringComparison.Ordinal);

        Assert.Contains("git tag v9.0.0", (await Opened.Refused("MLP7114", () => versions.Named("v9.0.0"))).Remedy, StringComparison.Ordinal);
        await Opened.Refused("MLP7113", () => versions.Named("nightly"));
        await Opened.Refused("MLP7113", () => versions.Named("--help"));
    }

    [Fact]
    public async Task A_planned_tag_need_not_exist_but_may_not_be_elsewhere()
    {
        _repository.Tag("v1.0.0");
        _repository.Commit();
        _repository.Tag("v1.1.0");
        var versions = await Versions(_repository);
        Assert.Equal(("v2.0.0", "2.0.0"), Text(versions.Planned("v2.0.0")));
        Assert.Equal(("v1.1.0", "1.1.0"), Text(versions.Planned("v1.1.0")));
        await Opened.Refused("MLP7115", () => versions.Planned("v1.0.0"));
        await Opened.Refused("MLP7113", () => versions.Planned("v2"));
    }

    [Theory]
    [InlineData("1.2.3", "1.2.3-dirty")]
    [InlineData("1.2.3-rc.1", "1.2.3-rc.1.dirty")]
    public async Task A_dirty_version_is_a_pre_release_of_the_clean_one(string clean, string dirty)
    {
        Assert.Equal(dirty, DirtyVersion.Of(TypeVersion.TryParse(clean)!).ToString());
        await Opened.Refused("MLP7121", () => DirtyVersion.Of(TypeVersion.TryParse($"1.2.3-{new string('a', 120)}")!));
    }

    [Fact]
    public void A_dirty_tree_is_told_with_its_first_paths()
    {
        var error = GitErrors.Dirty([.. Enumerable.Range(1, 7).Select(i => new Change($"file{i}", i > 3))]);
        Assert.Equal(("MLP7109", "file1, file2, file3, file4, file5, …"), (error.Code, error.Value));
        Assert.Contains("7 changed", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _repository.Dispose();

    private static async Task<VersionTags> Versions(TestRepository repository, string prefix = "")
    {
        var opened = await repository.Open();
        return new(await opened.Head(Opened.Ct), await opened.Tags(Opened.Ct), prefix);
    }

    private static (string Tag, string Version) Text(VersionTag tag) => (tag.Name, tag.Version.ToString());
}
