using System.ComponentModel;
using System.Globalization;

namespace Mlp.Cli.Git;

/// <summary>Everything that can be wrong with a repository, its tags and its origin, and what to do about it.</summary>
internal static class GitErrors
{
    private const int MostToldPaths = 5;
    private const int MostToldText = 2000;
    private const string FetchTags = "fetch tags and history: 'git fetch --tags --unshallow' (without --unshallow in a clone that is not shallow); in GitLab CI set GIT_DEPTH: 0, in GitHub Actions give actions/checkout fetch-depth: 0";

    public static CommandFailedException Missing() =>
        new("MLP7101", "git was not found on the search path", null, "install git, and see that PATH names its folder");

    public static CommandFailedException CannotStart(string path, Win32Exception cause) =>
        new("MLP7101", $"git cannot be started: {cause.Message}", path, "see that the file is a program that you may run, or put another git first on PATH", cause);

    public static CommandFailedException TooOld(string version, Version oldest) =>
        new("MLP7102", $"this git is too old, or is none; {oldest} or later is needed", version, "install a newer git");

    public static CommandFailedException NoFolder(DirectoryInfo folder) =>
        new("MLP7103", "there is no such folder", folder.FullName, "name a folder of a git repository");

    public static CommandFailedException NoRepository(DirectoryInfo folder) =>
        new("MLP7103", "the folder is not in a git repository", folder.FullName, "go to the repository, or make one with 'git init' or 'mlp init'");

    public static CommandFailedException Bare(DirectoryInfo folder) =>
        new("MLP7104", "the repository is bare: it has no files to build", folder.FullName, "use a clone of it, or 'git worktree add <folder> <tag>'");

    public static CommandFailedException InsideGitFolder(DirectoryInfo folder) =>
        new("MLP7104", "the folder belongs to git, not to the work tree", folder.FullName, "go to the top of the repository");

    public static CommandFailedException NoCommit(DirectoryInfo top) =>
        new("MLP7105", "HEAD names no commit that is here", top.FullName, "commit first; where there are commits, 'git fsck' tells what is missing");

    public static CommandFailedException DubiousOwnership(GitAnswer answer, DirectoryInfo folder)
    {
        var place = answer.Errors.Split('\'') is [_, var quoted, _, ..] ? quoted : folder.FullName;
        return new("MLP7106", "the repository belongs to another user, so git does not trust it", place, $"if you do, say so: git config --global --add safe.directory '{place}'");
    }

    public static CommandFailedException Failed(IEnumerable<string> arguments, GitAnswer answer, DirectoryInfo folder) => new(
        "MLP7107",
        string.Create(CultureInfo.InvariantCulture, $"git failed with exit code {answer.ExitCode}: {Shown(answer.Errors)}"),
        Command(arguments),
        $"run the command in {folder.FullName}; 'git fsck' tells whether the repository is damaged");

    public static CommandFailedException Unreadable(string command, string text) =>
        new("MLP7107", $"the answer of 'git {command}' is not as git writes it", Shown(text), "see that the git on PATH is git itself, and up to date");

    public static CommandFailedException TooSlow(IEnumerable<string> arguments, TimeSpan limit, DirectoryInfo folder) => new(
        "MLP7108",
        string.Create(CultureInfo.InvariantCulture, $"git has not answered within {limit.TotalSeconds:0.#} s"),
        Command(arguments),
        $"run the command in {folder.FullName} and see what it waits for: a lock, a disk, or the network");

    public static CommandFailedException Dirty(IReadOnlyList<Change> changes) => new(
        "MLP7109",
        string.Create(CultureInfo.InvariantCulture, $"the work tree is not as the commit has it: {changes.Count} changed or untracked"),
        string.Join(", ", changes.Take(MostToldPaths).Select(change => change.Path)) + (changes.Count > MostToldPaths ? ", …" : ""),
        "commit, discard or ignore the changes; --allow-dirty makes a '-dirty' version for the embedded registry");

    public static CommandFailedException Untagged(Commit head, IReadOnlyList<string> tags, string prefix) => new(
        "MLP7110",
        $"no tag makes HEAD a version{Of(prefix)}; {(tags.Count == 0 ? "it has no tag" : $"its tags are {string.Join(", ", tags)}")}",
        head.Id,
        $"tag it: git tag {Example(prefix)} && git push origin {Example(prefix)}");

    public static CommandFailedException TagsNotFetched(Commit head, string prefix) => new(
        "MLP7111",
        $"no tag makes HEAD a version{Of(prefix)}, and this clone is shallow or has no tags, so there may be one elsewhere",
        head.Id,
        $"{FetchTags}; where there is none yet: git tag {Example(prefix)}");

    public static CommandFailedException BuildMetadata(string tag) =>
        new("MLP7112", "the version has build metadata, which versions of models do not have", tag, $"tag without it: git tag {tag[..tag.LastIndexOf('+')]}");

    public static CommandFailedException NoVersionTag(string tag, string prefix) =>
        new("MLP7113", $"the tag stands for no version{Of(prefix)}", tag, $"give one such as {Example(prefix)} or {Example(prefix)}-rc.1");

    public static CommandFailedException UnknownTag(string tag, Commit head, bool mayBeIncomplete) => new(
        "MLP7114",
        "there is no such tag in this clone",
        tag,
        mayBeIncomplete ? FetchTags : $"make it: git tag {tag} {head.Id}, or fetch it: git fetch --tags");

    public static CommandFailedException TagElsewhere(string tag, string commit, Commit head) =>
        new("MLP7115", $"the tag names commit {commit}, but HEAD is {head.Id}", tag, $"check the tag out: git checkout {tag}");

    public static CommandFailedException CiHasAnotherCommit(string forge, string commit, Commit head) =>
        new("MLP7116", $"{forge} says that this run is for commit {commit}, but HEAD is {head.Id}", commit, "check out the run's own commit, or run mlp in another clone than the run's");

    public static CommandFailedException CiTagNotHere(string forge, string tag, Commit head, IReadOnlyList<string> tags) =>
        new("MLP7116", $"{forge} says that this run is for tag {tag}, which is not in this clone; HEAD is {head.Id}{Tagged(tags)}", tag, FetchTags);

    public static CommandFailedException CiTagElsewhere(string forge, string tag, string commit, Commit head, IReadOnlyList<string> tags) => new(
        "MLP7116",
        $"{forge} says that this run is for tag {tag}, which names commit {commit}, but HEAD is {head.Id}{Tagged(tags)}",
        tag,
        "check out the run's own tag; if the tag was moved, give the new commit a new version");

    public static CommandFailedException CiMeansAnotherVersion(string forge, string tag, string highest) =>
        new("MLP7116", $"{forge} says that this run is for tag {tag}, but the highest version of HEAD is {highest}", tag, $"say which one: --tag {tag}");

    public static CommandFailedException CiHasAnotherProject(string forge, ProjectId expected, ProjectId project) =>
        new("MLP7117", $"{forge} says that this is project {expected}, but its origin says {project}", project.Text, "write the right one as 'project' into mlp.json");

    public static CommandFailedException OriginWithoutId(string redactedUrl) =>
        new("MLP7118", "the address of the repository gives no project id", redactedUrl, "write one as 'project' into mlp.json, such as gitlab.example.org/beams/awake");

    public static CommandFailedException ProjectNotAllowed(string text) =>
        new("MLP7119", "the project of mlp.json is no project id", RepositoryAddress.Redacted(text), "write host/path, without scheme, user or .git, such as gitlab.example.org/beams/awake");

    public static CommandFailedException ProjectHasAnotherPrefix(ProjectId project, string prefix) => new(
        "MLP7119",
        $"the project of mlp.json has the tag prefix '{project.TagPrefix}', but its tags begin with '{prefix}'",
        project.Text,
        "leave out '#' and what follows: the tag prefix is added by itself");

    public static CommandFailedException PrefixNotAllowed(string prefix) =>
        new("MLP7119", "the tag prefix cannot be part of a project id, or makes it too long", prefix, "use letters, digits, '.', '_', '+', '/' and '-', such as awake/v");

    public static CommandFailedException NoRootCommit(DirectoryInfo top) => new(
        "MLP7120",
        "the repository has no origin, so that its first commit would be its id; but the clone is shallow and does not have that",
        top.FullName,
        $"write a 'project' into mlp.json, or {FetchTags}");

    public static CommandFailedException TooLongForDirty(TypeVersion version) =>
        new("MLP7121", "the version is too long to be marked as dirty", version.ToString(), "commit the changes, or use a shorter version");

    private static string Of(string prefix) => prefix.Length == 0 ? "" : $" of the project with the tag prefix '{prefix}'";

    private static string Example(string prefix) => prefix.Length == 0 ? "v1.2.3" : $"{prefix}1.2.3";

    private static string Tagged(IReadOnlyList<string> tags) => tags.Count == 0 ? ", without a tag" : $", with {string.Join(", ", tags)}";

    private static string Command(IEnumerable<string> arguments) => $"git {string.Join(' ', arguments)}";

    /// <summary>What git said on one line, without what could be secret in addresses.</summary>
    public static string Shown(string text)
    {
        var words = text.Replace('\0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Contains("://", StringComparison.Ordinal) ? RepositoryAddress.Redacted(word) : word);
        var line = string.Join(' ', words);
        return line.Length <= MostToldText ? line : line[..MostToldText] + "…";
    }
}
