using System.Diagnostics;
using Mlp.Cli.Git;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Git;

public sealed class ReadingTests
{
    [Theory]
    [InlineData("sha1", 40)]
    [InlineData("sha256", 64)]
    public async Task The_head_is_told_with_its_tree_and_time(string format, int digits)
    {
        using var repository = TestRepository.WithCommit("repository", $"--object-format={format}");
        repository.Tag("v1.0.0");
        var opened = await repository.Open();
        var head = await opened.Head(Opened.Ct);
        Assert.Equal(new Commit(repository.Head, repository.Git("rev-parse", "HEAD^{tree}"), new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero)), head);
        Assert.Equal(digits, head.Id.Length);
        Assert.Equal(["v1.0.0"], (await opened.Tags(Opened.Ct)).At(head));
        Assert.Equal(head.Tree, (await opened.TreeAt(head, Opened.Ct)).IdOf("."));
        Assert.Empty(await opened.Changes(Opened.Ct));
        Assert.Equal(head.Id, await opened.RootCommit(Opened.Ct));
    }

    [Fact]
    public async Task A_repository_without_a_commit_opens_but_has_no_head()
    {
        using var repository = TestRepository.Empty();
        var opened = await repository.Open();
        Assert.True((await opened.Tags(Opened.Ct)).MayBeIncomplete);
        Assert.Empty(await opened.Changes(Opened.Ct));
        await Opened.Refused("MLP7105", () => opened.Head(Opened.Ct));
        await Opened.Refused("MLP7105", () => opened.RootCommit(Opened.Ct));
    }

    [Fact]
    public async Task A_detached_head_is_a_head_as_any()
    {
        using var repository = TestRepository.WithCommit();
        var first = repository.Head;
        repository.Commit();
        repository.Git("checkout", "--quiet", "--detach", first);
        Assert.Equal(first, (await (await repository.Open()).Head(Opened.Ct)).Id);
    }

    [Fact]
    public async Task A_work_tree_and_a_submodule_are_repositories_with_a_head_and_tags_of_their_own()
    {
        using var library = TestRepository.WithCommit("library");
        library.Tag("v3.0.0");
        using var repository = TestRepository.WithCommit();
        repository.Tag("v1.0.0");
        repository.Git("submodule", "--quiet", "add", library.Folder.FullName, "deps/library");
        repository.Commit();
        repository.Git("worktree", "add", "--quiet", "--detach", "../old tree", "v1.0.0");

        var tree = await GitRepository.Open(new DirectoryInfo(repository.PathOf("..", "old tree")), Opened.Environment, Opened.Ct);
        Assert.Equal(["v1.0.0"], (await tree.Tags(Opened.Ct)).At(await tree.Head(Opened.Ct)));

        var inner = await GitRepository.Open(new DirectoryInfo(repository.PathOf("deps", "library")), Opened.Environment, Opened.Ct);
        Assert.Equal(repository.PathOf("deps", "library"), inner.Top.FullName);
        Assert.Equal(library.Head, (await inner.Head(Opened.Ct)).Id);
        Assert.Equal(["v3.0.0"], (await inner.Tags(Opened.Ct)).At(await inner.Head(Opened.Ct)));
    }

    [Fact]
    public async Task Tags_of_every_kind_are_followed_to_their_commits()
    {
        using var repository = TestRepository.WithCommit();
        var first = repository.Head;
        repository.Tag("v1.0.0", "modèle/v2.0.0");
        repository.Git("tag", "--annotate", "--message", "Annotated", "v1.1.0");
        repository.Git("tag", "--annotate", "--message", "A tag of a tag", "v1.2.0", "v1.1.0");
        repository.Git("pack-refs", "--all");
        repository.Git("tag", "a-tree", "HEAD^{tree}");
        repository.Commit();
        repository.Tag("v2.0.0");

        var opened = await repository.Open();
        var tags = await opened.Tags(Opened.Ct);
        Assert.Equal(["v2.0.0"], tags.At(await opened.Head(Opened.Ct)));
        Assert.All(["v1.0.0", "modèle/v2.0.0", "v1.1.0", "v1.2.0"], tag => Assert.Equal(first, tags.CommitOf(tag)));
        Assert.Null(tags.CommitOf("v9.0.0"));
        Assert.False(tags.MayBeIncomplete);
    }

    [Fact]
    public async Task Everything_that_is_not_as_head_has_it_is_a_change()
    {
        using var repository = TestRepository.Empty();
        foreach (var file in new[] { "deleted", "modified é", "moved", "staged and\nfolded", "unchanged" })
        {
            repository.Write(file, $"A text of several words: {file}");
        }

        repository.Write(".gitignore", "bin/\n");
        repository.Commit();
        File.Delete(repository.PathOf("deleted"));
        repository.Write("modified é", "changed");
        repository.Write("staged and\nfolded", "changed");
        repository.Git("add", "staged and\nfolded");
        repository.Git("mv", "moved", "moved away");
        repository.Write("bin/ignored", "new");
        repository.Write("new folder/untracked", "new");

        // What a developer's own configuration may hide counts all the same.
        repository.Git("config", "status.showUntrackedFiles", "no");
        repository.Git("config", "status.renames", "copies");
        repository.Git("config", "status.showStash", "true");
        Assert.Equal(
            [new("deleted", false), new("modified é", false), new("moved", false), new("moved away", false), new("staged and\nfolded", false), new Change("new folder/", true)],
            await (await repository.Open()).Changes(Opened.Ct));
    }

    [Fact]
    public async Task A_conflict_is_a_change()
    {
        using var repository = TestRepository.Empty();
        repository.Write("both sides", "base");
        repository.Commit();
        repository.Git("checkout", "--quiet", "-b", "side");
        repository.Write("both sides", "side");
        repository.Commit();
        repository.Git("checkout", "--quiet", "main");
        repository.Write("both sides", "main");
        repository.Commit();
        Assert.Throws<InvalidOperationException>(() => repository.Git("merge", "side"));
        Assert.Equal([new("both sides", false)], await (await repository.Open()).Changes(Opened.Ct));
    }

    [Theory]
    [InlineData("file", "modified inside")]
    [InlineData("untracked", "new inside")]
    public async Task Changes_inside_a_submodule_are_changes_of_the_repository(string file, string text)
    {
        using var library = TestRepository.Empty("library");
        library.Write("file", "text");
        library.Commit();
        using var repository = TestRepository.WithCommit();
        repository.Git("submodule", "--quiet", "add", library.Folder.FullName, "library");
        repository.Git("config", "--file", ".gitmodules", "submodule.library.ignore", "all");
        repository.Git("config", "diff.ignoreSubmodules", "all");
        repository.Commit();
        var opened = await repository.Open();
        Assert.Empty(await opened.Changes(Opened.Ct));

        repository.Write($"library/{file}", text);
        Assert.Equal([new("library", false)], await opened.Changes(Opened.Ct));
    }

    [Fact]
    public async Task Reading_leaves_the_repository_as_it_is()
    {
        using var repository = TestRepository.Empty();
        repository.Write("file", "text");
        repository.Commit();
        File.SetLastWriteTimeUtc(repository.PathOf("file"), DateTime.UtcNow.AddHours(-1));
        var before = await File.ReadAllBytesAsync(repository.PathOf(".git", "index"), Opened.Ct);
        Assert.Empty(await (await repository.Open()).Changes(Opened.Ct));
        Assert.Equal(before, await File.ReadAllBytesAsync(repository.PathOf(".git", "index"), Opened.Ct));
    }

    [Fact]
    public async Task A_replacement_does_not_change_what_a_commit_holds()
    {
        using var repository = TestRepository.WithCommit();
        var opened = await repository.Open();
        var before = await opened.Head(Opened.Ct);
        repository.Write("file", "text");
        var other = repository.Commit();
        repository.Git("reset", "--quiet", "--hard", before.Id);
        repository.Git("replace", before.Id, other);
        Assert.NotEqual(before.Tree, repository.Git("rev-parse", "HEAD^{tree}"));
        Assert.Equal(before, await opened.Head(Opened.Ct));
    }

    [Fact]
    public async Task Ids_of_folders_files_and_submodules_are_those_of_the_commit()
    {
        using var library = TestRepository.WithCommit("library");
        using var repository = TestRepository.Empty();
        repository.Write("src/awake/Model é.cs", "class Model;");
        repository.Write("src/awake-too/two\nlines.cs", "class Other;");
        repository.Git("submodule", "--quiet", "add", library.Folder.FullName, "deps/library");
        repository.Commit();
        var opened = await repository.Open();
        var head = await opened.Head(Opened.Ct);
        repository.Write("src/awake/Model é.cs", "changed later");
        repository.Commit();

        var tree = await opened.TreeAt(head, Opened.Ct);
        Assert.All(
            ["src", "src/awake", "src/awake/Model é.cs", "src/awake-too/two\nlines.cs", "deps/library", ".gitmodules"],
            path => Assert.Equal(repository.Git("rev-parse", $"{head.Id}:{path}"), tree.IdOf(path)));
        Assert.Equal(tree.IdOf("src/awake"), tree.IdOf("src/awake/"));
        Assert.Equal(head.Tree, tree.IdOf(""));
        Assert.Equal(library.Head, tree.IdOf("deps/library/src/Library.csproj"));
        Assert.All(["src/awak", "src/awake/missing", "../elsewhere", "deps/library-too"], path => Assert.Null(tree.IdOf(path)));
    }

    [Fact]
    public async Task A_shallow_clone_knows_its_head_and_tags_but_not_where_it_began()
    {
        using var repository = TestRepository.WithCommit();
        repository.Commit();
        repository.Tag("v1.0.0");
        using var shallow = repository.Clone("--depth", "1");
        var opened = await shallow.Open();
        Assert.True(opened.IsShallow);
        Assert.Equal(["v1.0.0"], (await opened.Tags(Opened.Ct)).At(await opened.Head(Opened.Ct)));
        await Opened.Refused("MLP7120", () => opened.RootCommit(Opened.Ct));
    }

    [Fact]
    public async Task The_first_commit_stays_when_another_history_is_merged()
    {
        using var repository = TestRepository.WithCommit();
        var first = repository.Head;
        repository.Git("checkout", "--quiet", "--orphan", "other");
        repository.Commit("Another history");
        repository.Git("checkout", "--quiet", "main");
        repository.Commit();
        repository.Git("merge", "--quiet", "--allow-unrelated-histories", "--message", "Both", "other");
        Assert.Equal(2, repository.Git("rev-list", "--max-parents=0", "HEAD").Split('\n').Length);
        Assert.Equal(first, await (await repository.Open()).RootCommit(Opened.Ct));
    }

    [Fact]
    public async Task The_origin_is_told_as_git_uses_it()
    {
        using var repository = TestRepository.WithCommit();
        var opened = await repository.Open();
        Assert.Null(await opened.Origin(Opened.Ct));
        repository.Git("remote", "add", "upstream", "https://example.org/other.git");
        Assert.Null(await opened.Origin(Opened.Ct));
        repository.Git("remote", "add", "origin", "beams:awake.git");
        Assert.Equal("beams:awake.git", await opened.Origin(Opened.Ct));
        repository.Git("config", "url.ssh://git@example.org/beams/.insteadOf", "beams:");
        Assert.Equal("ssh://git@example.org/beams/awake.git", await opened.Origin(Opened.Ct));
    }

    [Fact]
    public async Task Answers_of_megabytes_are_read_whole_and_soon()
    {
        using var repository = TestRepository.Empty();
        for (var i = 0; i < 2000; i++)
        {
            repository.Write($"folder{i % 100}/{new string('f', 200)}{i}", $"{i}");
        }

        var commit = repository.Commit();
        await File.WriteAllLinesAsync(repository.PathOf(".git", "packed-refs"), Enumerable.Range(0, 20_000).Select(i => $"{commit} refs/tags/v1.{i}.0"), Opened.Ct);
        var opened = await repository.Open();
        var begun = Stopwatch.GetTimestamp();
        var head = await opened.Head(Opened.Ct);
        Assert.Equal(20_000, (await opened.Tags(Opened.Ct)).At(head).Count);
        Assert.NotNull((await opened.TreeAt(head, Opened.Ct)).IdOf($"folder42/{new string('f', 200)}42"));
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }
}
