using System.Diagnostics;

namespace Mlp.Testing;

/// <summary>A real git repository in a temporary folder, whatever git's configuration on this machine is.</summary>
public sealed class TestRepository : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _temporary;
    private int _commits;

    private TestRepository(string name)
    {
        _temporary = Directory.CreateTempSubdirectory("mlp-repository-");
        Folder = _temporary.CreateSubdirectory(name);
    }

    /// <summary>The top of the work tree. Its parent is the test's own, too.</summary>
    public DirectoryInfo Folder { get; }

    /// <summary>The commit that is checked out.</summary>
    public string Head => Git("rev-parse", "HEAD");

    /// <summary>An empty repository.</summary>
    /// <param name="name">What its folder is called.</param>
    /// <param name="options">Options of <c>git init</c>, such as <c>--bare</c>.</param>
    public static TestRepository Empty(string name = "repository", params string[] options)
    {
        var repository = new TestRepository(name);
        repository.Git(["init", "--quiet", "--initial-branch=main", .. options]);
        return repository;
    }

    /// <summary>A repository with one commit.</summary>
    public static TestRepository WithCommit(string name = "repository", params string[] options)
    {
        var repository = Empty(name, options);
        repository.Commit();
        return repository;
    }

    /// <summary>A clone by address, so that <c>--depth</c> counts; it is removed by itself.</summary>
    public TestRepository Clone(params string[] options)
    {
        var clone = new TestRepository("clone");
        clone.Git(["clone", "--quiet", .. options, new Uri(Folder.FullName).AbsoluteUri, "."]);
        return clone;
    }

    /// <summary>Runs git in the work tree; answers what it wrote, without the last line feed.</summary>
    public string Git(params string[] arguments)
    {
        // Tests add local repositories as submodules, which git allows only where told to.
        var start = new ProcessStartInfo("git", ["-c", "protocol.file.allow=always", .. arguments])
        {
            WorkingDirectory = Folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Isolation)
        {
            start.Environment[name] = value;
        }

        foreach (var name in start.Environment.Keys.Where(name => name is "GIT_DIR" or "GIT_WORK_TREE" or "GIT_INDEX_FILE" or "GIT_OBJECT_DIRECTORY").ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"git {string.Join(' ', arguments)} has not ended");
        }

        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult().TrimEnd('\n')
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
    }

    /// <summary>Writes a file, and the folders above it.</summary>
    public void Write(string path, string text)
    {
        var file = new FileInfo(PathOf(path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    public string PathOf(params string[] parts) => Path.Combine([Folder.FullName, .. parts]);

    /// <summary>Commits all that is there, or nothing; answers the commit's id.</summary>
    public string Commit(string? message = null)
    {
        _commits++;
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message", message ?? $"Commit {_commits}");
        return Head;
    }

    /// <summary>Lightweight tags of HEAD.</summary>
    public void Tag(params string[] names)
    {
        foreach (var name in names)
        {
            Git("tag", name);
        }
    }

    public void Dispose() => _temporary.Delete(recursive: true);

    private static Dictionary<string, string> Isolation { get; } = new()
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_AUTHOR_NAME"] = "A Developer",
        ["GIT_AUTHOR_EMAIL"] = "developer@example.org",
        ["GIT_COMMITTER_NAME"] = "A Developer",
        ["GIT_COMMITTER_EMAIL"] = "developer@example.org",
        ["GIT_AUTHOR_DATE"] = "2024-05-01T12:00:00Z",
        ["GIT_COMMITTER_DATE"] = "2024-05-01T12:00:00Z",
    };
}
