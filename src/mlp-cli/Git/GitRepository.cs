using System.Globalization;

namespace Mlp.Cli.Git;

/// <summary>A work tree of a git repository: everything that is asked about it.</summary>
internal sealed class GitRepository
{
    private readonly GitProgram _git;

    private GitRepository(GitProgram git, DirectoryInfo top, bool isShallow) => (_git, Top, IsShallow) = (git, top, isShallow);

    /// <summary>The top folder of the work tree, without symbolic links in its path.</summary>
    public DirectoryInfo Top { get; }

    /// <summary>Whether the clone lacks older commits.</summary>
    public bool IsShallow { get; }

    /// <summary>The repository whose work tree holds a folder. It need not have a commit yet.</summary>
    public static Task<GitRepository> Open(DirectoryInfo folder, EnvironmentSettings environment, Ct ct) =>
        Open(folder, GitProgram.Find(environment.SearchPath), ct);

    /// <inheritdoc cref="Open(DirectoryInfo, EnvironmentSettings, Ct)" />
    public static async Task<GitRepository> Open(DirectoryInfo folder, GitProgram git, Ct ct)
    {
        if (!folder.Exists)
        {
            throw GitErrors.NoFolder(folder);
        }

        // The path comes last, because it may hold a line feed. A git that is too old may not understand, which is for its version to say.
        string[] question = ["rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--is-shallow-repository", "--show-toplevel"];
        var (version, asked) = (git.Version(ct), git.Try(folder, question, ct));
        await Task.WhenAll(version, asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await version;
        var answer = await asked;
        return (answer.Succeeded, answer.Output.Split('\n', 4)) switch
        {
            (true, ["false", "true", var shallow and ("true" or "false"), var top]) => new(git, new DirectoryInfo(top[..^1]), shallow == "true"),
            (false, ["true", ..]) => throw GitErrors.Bare(folder),
            (false, ["false", "false", ..]) => throw GitErrors.InsideGitFolder(folder),
            (true, _) => throw GitErrors.Unreadable("rev-parse", answer.Output),
            _ when answer.Complains("not a git repository") => throw GitErrors.NoRepository(folder),
            _ when answer.Complains("dubious ownership") || answer.Complains("unsafe repository") => throw GitErrors.DubiousOwnership(answer, folder),
            _ => throw GitErrors.Failed(question, answer, folder),
        };
    }

    /// <summary>Makes a repository of a folder, unless one has it already; answers whether it was made.</summary>
    public static async Task<bool> Initialise(DirectoryInfo folder, EnvironmentSettings environment, Ct ct)
    {
        var git = GitProgram.Find(environment.SearchPath);
        var inside = await git.Try(folder, ["rev-parse", "--is-inside-work-tree"], ct);
        if (inside.Succeeded)
        {
            return false;
        }

        _ = await git.Ask(folder, ["init", "--quiet"], ct);
        return true;
    }

    /// <summary>Every file of the work tree that git tracks or would add, as paths from the top with slashes.</summary>
    public async Task<IReadOnlyList<string>> Files(Ct ct) =>
        (await _git.Ask(Top, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], ct)).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The tree that the work tree would be as a commit, files included that git does not track yet. Nothing is staged.</summary>
    public async Task<string> TreeOfWorkTree(Ct ct)
    {
        using var folder = new WorkFolder();
        var index = Path.Combine(folder.Path, "index");
        _ = await _git.Ask(Top, index, ["read-tree", "HEAD"], ct);
        _ = await _git.Ask(Top, index, ["add", "--all"], ct);
        return (await _git.Ask(Top, index, ["write-tree"], ct)).Trim();
    }

    /// <summary>The commit that is checked out, on a branch or detached.</summary>
    public async Task<Commit> Head(Ct ct)
    {
        string[] question = ["rev-list", "--max-count=1", "--format=%T%n%ct", "HEAD", "--"];
        var answer = await _git.Try(Top, question, ct);
        return answer.Output.Split('\n') switch
        {
            _ when answer.Complains("bad revision") => throw GitErrors.NoCommit(Top),
            _ when !answer.Succeeded => throw GitErrors.Failed(question, answer, Top),
            [var id, var tree, var time, ..] when id.StartsWith("commit ", StringComparison.Ordinal) && Time(time) is { } made => new(id["commit ".Length..], tree, made),
            _ => throw GitErrors.Unreadable("rev-list", answer.Output),
        };
    }

    /// <summary>Every tag of this clone.</summary>
    public async Task<GitTags> Tags(Ct ct)
    {
        const int NoneFound = 1;
        string[] question = ["show-ref", "--tags", "--dereference"];
        var answer = await _git.Try(Top, question, ct);
        return answer.Succeeded || (answer.ExitCode == NoneFound && answer.Errors.Length == 0)
            ? GitTags.Parse(answer.Output, IsShallow)
            : throw GitErrors.Failed(question, answer, Top);
    }

    /// <summary>What differs from HEAD in the work tree or the index, submodules and their work trees included; ignored files are not told.</summary>
    public async Task<IReadOnlyList<Change>> Changes(Ct ct) => Change.ParseAll(await _git.Ask(
        Top,
        ["status", "--porcelain=v2", "-z", "--untracked-files=normal", "--ignore-submodules=none", "--no-renames"],
        ct));

    /// <summary>What a commit holds.</summary>
    public async Task<CommitTree> TreeAt(Commit commit, Ct ct) =>
        CommitTree.Parse(commit, await _git.Ask(Top, ["ls-tree", "-r", "-t", "-z", "--full-tree", commit.Id], ct));

    /// <summary>The address that <c>origin</c> is fetched from, as git rewrites it; null where there is none. It may hold credentials.</summary>
    public async Task<string?> Origin(Ct ct)
    {
        string[] question = ["remote", "get-url", "origin"];
        var answer = await _git.Try(Top, question, ct);
        return answer.Succeeded ? answer.Output.TrimEnd('\n')
            : answer.Complains("No such remote") ? null
            : throw GitErrors.Failed(question, answer, Top);
    }

    /// <summary>The first commit of the history that HEAD continues; histories that were merged into it do not count.</summary>
    public async Task<string> RootCommit(Ct ct)
    {
        if (IsShallow)
        {
            throw GitErrors.NoRootCommit(Top);
        }

        string[] question = ["rev-list", "--first-parent", "--max-parents=0", "HEAD", "--"];
        var answer = await _git.Try(Top, question, ct);
        return answer.Succeeded ? answer.Output.Trim() : throw (answer.Complains("bad revision") ? GitErrors.NoCommit(Top) : GitErrors.Failed(question, answer, Top));
    }

    private static DateTimeOffset? Time(string seconds) =>
        long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unix)
            && unix >= DateTimeOffset.MinValue.ToUnixTimeSeconds()
            && unix <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(unix)
                : null;
}
