using System.Globalization;
using Mlp.Cli.Git;
using Mlp.Cli.Output;

namespace Mlp.Cli.Hooks;

/// <summary>What can go wrong around the hook of a bare repository.</summary>
internal static class HookErrors
{
    public static CommandFailedException NotBare(string folder) => new(
        "MLP7901", "the repository is not bare: nobody pushes to one that somebody works in", folder, "name the repository that is pushed to, such as /srv/git/demo.git; 'git init --bare' and 'git clone --bare' make one");

    public static CommandFailedException OtherUsers(string folder) => new(
        "MLP7902", "the repository belongs to another user, and releases run as the one who takes the pushes", folder, $"run it as that user, as in: sudo -u git mlp hook install {ShellWord.Of(folder)}");

    public static CommandFailedException ForeignHook(string file, string line) => new(
        "MLP7903", "there is a hook already that mlp did not write; nothing was changed", file, $"to have both, add this line to it, before anything reads what was pushed, and install again:\n{line}");

    public static CommandFailedException HooksElsewhere(string folder) => new(
        "MLP7904", "git takes the hooks of this repository from a folder outside of it, which others may share (core.hooksPath)", folder, "give the repository its own: git config core.hooksPath hooks");

    public static CommandFailedException NoProject(string registry) => new(
        "MLP7905",
        $"a clone of this repository has no address that {registry} could tell its project by",
        registry,
        "say where people find the repository, as in: --project git.example.org/beams/awake; or write a 'project' into every mlp.json");

    public static CommandFailedException NotInstalled(string folder) => new(
        "MLP7906", "the hook is not installed there", folder, $"install it: mlp hook install {ShellWord.Of(folder)}");

    public static CommandFailedException Unreadable(string file, string reason, Exception? cause = null) => new(
        "MLP7907", $"a file of the hook cannot be read: {reason}", file, "correct the file; 'mlp hook install' writes the options anew", cause);

    public static CommandFailedException NotWritten(string file, Exception cause) => new(
        "MLP7908", $"a file of the hook cannot be written: {cause.Message}", file, "see that the user who takes the pushes may write there, and that there is space", cause);

    public static CommandFailedException PasswordInVariable() => new(
        "MLP7909", "MLP_DATABASE holds a password, which the hook would have to keep in a file", null, "put the password into ~/.pgpass of the user who takes the pushes, or run 'mlp server' and name it with --registry");

    public static CommandFailedException StillAtWork(IReadOnlyList<QueuedRelease> releases) => new(
        "MLP7910",
        $"{string.Join(", ", releases.Select(release => $"{release.Tag} is {release.State}"))}; nothing was removed",
        string.Join(", ", releases.Select(release => release.Tag)),
        "wait for them ('mlp hook status' tells), or give them up with --force");

    public static CommandFailedException NothingToResume(string tag, string folder) => new(
        "MLP7911", "no release of this tag has failed here", tag, $"see what there is: mlp hook status {ShellWord.Of(folder)}");

    public static CommandFailedException WorkerNotStarted(string log) => new(
        "MLP7912", "the process that releases in the background did not start; what was pushed waits", log, "the file says why, if the system lets it; then: mlp hook resume");

    public static CommandFailedException OnWindows() => new(
        "MLP7913", "the hook needs a Unix system: what it starts has to outlive the push", null, "take the pushes on Linux or macOS, or release from a CI job");

    public static ReleaseFailure TagGone(string tag) => new(
        "MLP7914", $"tag {tag} was deleted before its release began", $"push it again to release it: git push origin {tag}");

    public static ReleaseFailure TagElsewhere(string tag, string commit) => new(
        "MLP7914", $"tag {tag} was moved to commit {commit} before its release began", "tag a new version: versions are never reused");

    public static ReleaseFailure EndedSilently(int exitCode) => new(
        "MLP7915", $"the release ended with exit code {exitCode} and did not say why", "read its log; try again with: mlp hook resume <repository> <tag>");

    public static ReleaseFailure KeepsEnding(int times) => new(
        "MLP7916", $"the release was interrupted {times} times, each time with the process that ran it", "read its log and that of the worker; try again with: mlp hook resume <repository> <tag>");

    public static ReleaseFailure TooLong(TimeSpan limit) => new(
        "MLP7917",
        string.Create(CultureInfo.InvariantCulture, $"the release was not over after {Written.Duration(limit)}, and was ended with all that it had started"),
        "its log ends with what it waited for; where it needs more time, install the hook again with a longer --timeout; then: mlp hook resume <repository> <tag>");

    public static CommandFailedException NoSubmodules(string paths, GitAnswer answer) => new(
        "MLP7918",
        $"submodules cannot be checked out: {paths}; git says: {GitErrors.Shown(answer.Errors)}",
        paths,
        "see that the user who takes the pushes can clone them without being asked; git takes a submodule from a path of this machine only where that user allows it: "
        + "git config --global protocol.file.allow always; then: mlp hook resume <repository> <tag>");

    public static CommandFailedException ToolFailed(IReadOnlyList<string> command, GitAnswer answer) => new(
        "MLP7107", $"git failed with exit code {answer.ExitCode}: {answer.Errors.Trim()}", $"git {string.Join(' ', command)}", "run the command as the user who takes the pushes");
}
