using Mlp.Cli.Git;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Git;

public sealed class OpeningTests
{
    [Theory]
    [InlineData("repository")]
    [InlineData("models of beams")]
    [InlineData("modèles-ビーム's \"best\"")]
    [InlineData("two\nlines")]
    public async Task The_top_is_found_from_any_folder_below_it(string name)
    {
        using var repository = TestRepository.Empty(name);
        var below = Directory.CreateDirectory(repository.PathOf("src", "awake é"));
        Assert.Equal(repository.Folder.FullName, (await repository.Open()).Top.FullName);
        Assert.Equal(repository.Folder.FullName, (await GitRepository.Open(below, Opened.Environment, Opened.Ct)).Top.FullName);
    }

    [Fact]
    public async Task A_folder_outside_of_any_repository_is_refused()
    {
        using var repository = TestRepository.Empty();
        var error = await Opened.Refused("MLP7103", () => GitRepository.Open(repository.Folder.Parent!, Opened.Environment, Opened.Ct));
        Assert.Equal(repository.Folder.Parent!.FullName, error.Value);
        await Opened.Refused("MLP7103", () => GitRepository.Open(new DirectoryInfo(repository.PathOf("missing")), Opened.Environment, Opened.Ct));
    }

    [Fact]
    public async Task What_has_no_work_tree_is_refused()
    {
        using var bare = TestRepository.Empty("bare.git", "--bare");
        Assert.Contains("bare", (await Opened.Refused("MLP7104", bare.Open)).Message, StringComparison.Ordinal);

        using var repository = TestRepository.Empty();
        await Opened.Refused("MLP7104", () => GitRepository.Open(new DirectoryInfo(repository.PathOf(".git")), Opened.Environment, Opened.Ct));
    }

    [Fact]
    public async Task A_repository_of_another_user_is_refused_with_the_remedy_of_git()
    {
        using var repository = TestRepository.WithCommit("models of beams");
        var error = await Opened.Refused("MLP7106", () => GitRepository.Open(repository.Folder, OtherGit("foreign"), Opened.Ct));
        Assert.Contains($"git config --global --add safe.directory '{repository.Folder.FullName}'", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_repository_is_refused_in_the_words_of_git()
    {
        using var repository = TestRepository.WithCommit();
        await File.WriteAllTextAsync(repository.PathOf(".git", "config"), "[core\nnonsense", Opened.Ct);
        Assert.Contains("bad config line 1", (await Opened.Refused("MLP7107", repository.Open)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/nonexistent::/etc")]
    public async Task Without_git_on_the_path_the_error_says_so(string? searchPath)
    {
        using var repository = TestRepository.Empty();
        await Opened.Refused("MLP7101", () => GitRepository.Open(repository.Folder, Opened.Environment with { SearchPath = searchPath }, Opened.Ct));
    }

    [Fact]
    public async Task A_git_in_a_relative_folder_of_the_path_is_not_run()
    {
        using var repository = TestRepository.Empty();
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, Repository.PathOf("tests", "Mlp.Tool.Tests", "Git", "OtherGits", "old"));
        Assert.True(File.Exists(Path.Combine(relative, "git")));
        await Opened.Refused("MLP7101", () => GitRepository.Open(repository.Folder, Opened.Environment with { SearchPath = relative }, Opened.Ct));
    }

    [Fact]
    public async Task A_git_that_cannot_be_started_is_told()
    {
        using var repository = TestRepository.Empty();
        var error = await Opened.Refused("MLP7101", () => GitRepository.Open(repository.Folder, new GitProgram("/etc/passwd", TimeSpan.FromSeconds(60)), Opened.Ct));
        Assert.Equal("/etc/passwd", error.Value);
    }

    [Fact]
    public async Task A_git_that_is_too_old_is_refused()
    {
        using var repository = TestRepository.Empty();
        var error = await Opened.Refused("MLP7102", () => GitRepository.Open(repository.Folder, OtherGit("old"), Opened.Ct));
        Assert.Equal("git version 2.7.4", error.Value);
        Assert.Contains("2.18", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_git_that_hangs_is_stopped()
    {
        using var repository = TestRepository.Empty();
        var git = new GitProgram(Repository.PathOf("tests", "Mlp.Tool.Tests", "Git", "OtherGits", "slow", "git"), TimeSpan.FromSeconds(5));
        var error = await Opened.Refused("MLP7108", () => git.Ask(repository.Folder, ["status"], Opened.Ct));
        Assert.Equal(("git status", "git has not answered within 5 s"), (error.Value, error.Message));

        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Opened.Ct);
        impatient.CancelAfter(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OtherGit("slow").Ask(repository.Folder, ["status"], impatient.Token));
    }

    [Fact]
    public async Task What_git_complains_about_is_told_without_its_credentials()
    {
        using var repository = TestRepository.Empty();
        var error = await Opened.Refused("MLP7107", () => GitRepository.Open(repository.Folder, OtherGit("failing"), Opened.Ct));
        Assert.Contains("fatal: unable to access 'https://example.org/a.git'", error.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Git_gets_its_arguments_as_they_are_and_an_environment_that_asks_nobody()
    {
        // As in a hook; no other test minds this one.
        Environment.SetEnvironmentVariable("GIT_PREFIX", "elsewhere/");
        using var repository = TestRepository.Empty();
        var told = (await OtherGit("telling").Ask(repository.Folder, ["a b", "$HOME;`id`", "'\"", "é"], Opened.Ct)).Split('\n');
        string[] expected =
        [
            "argument=a b", "argument=$HOME;`id`", "argument='\"", "argument=é", "argument=--no-pager",
            "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "GIT_NO_REPLACE_OBJECTS=1",
        ];
        Assert.All(expected, line => Assert.Contains(line, told));
        Assert.DoesNotContain(told, line => line.StartsWith("GIT_PREFIX=", StringComparison.Ordinal));
    }

    private static GitProgram OtherGit(string name) => GitProgram.Find(Repository.PathOf("tests", "Mlp.Tool.Tests", "Git", "OtherGits", name));
}
