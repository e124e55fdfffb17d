using System.Globalization;
using Mlp.Cli.Git;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Hooks;

/// <summary>A repository that is pushed to: what is asked about it without a work tree.</summary>
internal sealed class BareRepository
{
    // A file of settings that is larger is none.
    private const int LargestSettings = 1 << 20;

    // Where a user's git answers for bare repositories only when they are named.
    private static readonly string[] Always = ["-c", "safe.bareRepository=all"];

    private readonly GitProgram _git;

    private BareRepository(GitProgram git, DirectoryInfo folder, string hooks) => (_git, Folder, Hooks) = (git, folder, hooks);

    public DirectoryInfo Folder { get; }

    /// <summary>Where git looks for its hooks.</summary>
    public string Hooks { get; }

    public static async Task<BareRepository> Open(string path, EnvironmentSettings environment, Ct ct)
    {
        var folder = new DirectoryInfo(Path.GetFullPath(path, environment.Folder));
        if (!folder.Exists)
        {
            throw GitErrors.NoFolder(folder);
        }

        var git = GitProgram.Find(environment.SearchPath);
        await git.Version(ct);
        string[] question = [.. Always, "rev-parse", "--is-bare-repository", "--absolute-git-dir", "--git-path", "hooks"];
        var answer = await git.Try(folder, question, ct);
        return (answer.Succeeded, answer.Output.Split('\n')) switch
        {
            (true, ["true", var own, var hooks, ""]) => new(git, new DirectoryInfo(own), Path.GetFullPath(hooks, own)),
            (true, ["false", ..]) => throw HookErrors.NotBare(folder.FullName),
            (true, _) => throw GitErrors.Unreadable("rev-parse", answer.Output),
            _ when answer.Complains("not a git repository") => throw GitErrors.NoRepository(folder),
            _ when answer.Complains("dubious ownership") => throw HookErrors.OtherUsers(folder.FullName),
            _ => throw GitErrors.Failed(question, answer, folder),
        };
    }

    /// <summary>The commit that an object or a reference leads to; null where it leads to none.</summary>
    public async Task<string?> CommitOf(string name, Ct ct)
    {
        var answer = await _git.Try(Folder, [.. Always, "rev-parse", "--verify", "--quiet", $"{name}^{{commit}}"], ct);
        return answer.Succeeded ? answer.Output.Trim() : null;
    }

    /// <summary>The release projects of a commit, as its <c>mlp.json</c> files say.</summary>
    public async Task<Workspace> WorkspaceAt(string commit, Ct ct)
    {
        using var copy = new WorkFolder();
        var listing = await _git.Ask(Folder, [.. Always, "ls-tree", "-r", "-l", "-z", "--full-tree", commit], ct);
        var files = listing.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(SettingsFile).OfType<string>().Where(file => FilePath.IsBelow(Path.GetFullPath(file, copy.Path), copy.Path)).ToList();
        foreach (var file in files)
        {
            var target = Path.GetFullPath(file, copy.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllTextAsync(target, await _git.Ask(Folder, [.. Always, "cat-file", "blob", $"{commit}:{file}"], ct), ct);
        }

        return Workspace.Read(copy.Path, files);
    }

    /// <summary>Checks a commit out into an empty folder. Its objects stay here; submodules come from where the commit says that they are.</summary>
    /// <param name="commit">Which.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="project">Where people find the repository, which is then the clone's origin; null leaves this folder as origin.</param>
    /// <param name="ct">Cancels.</param>
    public async Task CheckOut(string commit, DirectoryInfo folder, string? project, Ct ct)
    {
        _ = await _git.Ask(folder, [.. Always, "clone", "--quiet", "--shared", "--no-checkout", Folder.FullName, "."], ct);
        if (project is not null)
        {
            _ = await _git.Ask(folder, ["remote", "set-url", "origin", $"https://{project}"], ct);
        }

        _ = await _git.Ask(folder, ["-c", "advice.detachedHead=false", "checkout", "--quiet", "--detach", commit], ct);
        await Submodules.CheckOut(_git, folder, ct);
    }

    // "100644 blob <id> <size>\t<path>": regular files alone, and no outputs of builds that somebody committed, which Workspace passes over, too.
    private static string? SettingsFile(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0 || line[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var mode, _, _, var size])
        {
            throw GitErrors.Unreadable("ls-tree", line);
        }

        var path = line[(tab + 1)..];
        return mode.StartsWith("100", StringComparison.Ordinal)
            && (path == MlpJson.FileName || path.EndsWith("/" + MlpJson.FileName, StringComparison.Ordinal))
            && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes <= LargestSettings
                ? path
                : null;
    }
}
