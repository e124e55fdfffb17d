using Mlp.Cli;
using Mlp.Cli.Git;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Git;

public sealed class CiRunTests : IDisposable
{
    private readonly TestRepository _repository = TestRepository.WithCommit();

    [Fact]
    public void A_gitlab_job_says_what_it_is_for() => Assert.Equal(
        new CiRun("GitLab CI") { Tag = "v1.0.0", Commit = "c0ffee", ProjectUrl = "https://gitlab.example.org/beams/awake", Folder = "/builds/beams/awake" },
        Read(("GITLAB_CI", "true"), ("CI_COMMIT_TAG", "v1.0.0"), ("CI_COMMIT_SHA", "c0ffee"), ("CI_PROJECT_URL", "https://gitlab.example.org/beams/awake"), ("CI_PROJECT_DIR", "/builds/beams/awake")));

    [Fact]
    public void A_github_job_says_what_it_is_for() => Assert.Equal(
        new CiRun("GitHub Actions") { Tag = "v1.0.0", Commit = "c0ffee", ProjectUrl = "https://github.example.org/beams/awake", Folder = "/work" },
        Read(("GITHUB_ACTIONS", "true"), ("GITHUB_REF_TYPE", "tag"), ("GITHUB_REF_NAME", "v1.0.0"), ("GITHUB_SHA", "c0ffee"), ("GITHUB_SERVER_URL", "https://github.example.org"), ("GITHUB_REPOSITORY", "beams/awake"), ("GITHUB_WORKSPACE", "/work")));

    [Fact]
    public void A_run_of_a_branch_has_no_tag_and_outside_of_a_ci_there_is_no_run()
    {
        Assert.Null(Read(("GITHUB_ACTIONS", "true"), ("GITHUB_REF_TYPE", "branch"), ("GITHUB_REF_NAME", "v1.0.0"))!.Tag);
        Assert.Null(Read(("GITLAB_CI", "true"), ("CI_COMMIT_TAG", ""))!.Tag);
        Assert.Null(Read(("GITLAB_CI", "")));
        Assert.Null(Read());
    }

    [Fact]
    public async Task What_git_says_too_is_confirmed()
    {
        _repository.Tag("v1.0.0");
        await Confirm(new CiRun("GitLab CI") { Tag = "v1.0.0", Commit = _repository.Head });
        await Confirm(new CiRun("GitLab CI") { Commit = _repository.Head });
        await Confirm(new CiRun("GitLab CI"));
    }

    [Fact]
    public async Task A_tag_that_git_does_not_know_at_head_is_refused_and_both_are_named()
    {
        _repository.Tag("v1.0.0");
        var first = _repository.Head;
        _repository.Commit();
        _repository.Tag("v1.1.0");

        var missing = await Opened.Refused("MLP7116", () => Confirm(new CiRun("GitLab CI") { Tag = "v9.9.9" }));
        Assert.All(["GitLab CI", "v9.9.9", "v1.1.0", _repository.Head], text => Assert.Contains(text, missing.Message, StringComparison.Ordinal));

        var elsewhere = await Opened.Refused("MLP7116", () => Confirm(new CiRun("GitHub Actions") { Tag = "v1.0.0" }));
        Assert.All(["GitHub Actions", "v1.0.0", first, "v1.1.0", _repository.Head], text => Assert.Contains(text, elsewhere.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_commit_is_refused_and_both_are_named()
    {
        var first = _repository.Head;
        _repository.Commit();
        var error = await Opened.Refused("MLP7116", () => Confirm(new CiRun("GitLab CI") { Commit = first }));
        Assert.Contains(first, error.Message, StringComparison.Ordinal);
        Assert.Contains(_repository.Head, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_for_a_lower_version_of_head_registers_no_higher_one()
    {
        _repository.Tag("v1.0.0", "v1.1.0", "awake/v5.0.0");
        var opened = await _repository.Open();
        var versions = new VersionTags(await opened.Head(Opened.Ct), await opened.Tags(Opened.Ct), "");
        var error = await Opened.Refused("MLP7116", () => versions.Highest(new CiRun("GitLab CI") { Tag = "v1.0.0" }));
        Assert.All(["v1.0.0", "v1.1.0"], tag => Assert.Contains(tag, error.Message, StringComparison.Ordinal));
        Assert.Contains("--tag v1.0.0", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("v1.1.0", versions.Highest(new CiRun("GitLab CI") { Tag = "v1.1.0" }).Name);
        Assert.Equal("v1.1.0", versions.Highest(new CiRun("GitLab CI") { Tag = "awake/v5.0.0" }).Name);
    }

    [Fact]
    public void A_run_speaks_of_what_the_ci_checked_out_and_of_no_other_work_tree()
    {
        var run = new CiRun("GitLab CI") { Folder = "/builds/awake/" };
        Assert.Same(run, run.SpeakingOf(new DirectoryInfo("/builds/awake")));
        Assert.Null(run.SpeakingOf(new DirectoryInfo("/builds/awake/deps/library")));
        Assert.Null(run.SpeakingOf(new DirectoryInfo("/builds/awake-too")));
        Assert.NotNull((run with { Folder = null }).SpeakingOf(new DirectoryInfo("/anywhere")));
    }

    public void Dispose() => _repository.Dispose();

    private async Task Confirm(CiRun run)
    {
        var opened = await _repository.Open();
        run.Confirm(await opened.Head(Opened.Ct), await opened.Tags(Opened.Ct));
    }

    private static CiRun? Read(params (string Name, string Value)[] variables) =>
        EnvironmentSettings.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value).Ci;
}
