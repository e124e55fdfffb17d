using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mlp.Cli.Git;

/// <summary>The <c>git</c> program: asked with lists of arguments, never through a shell, and never left waiting for a person.</summary>
internal sealed partial class GitProgram(string path, TimeSpan timeLimit)
{
    // A status of a large work tree on a cold network disk takes its time; a question that hangs takes longer.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    // Its status knows --no-renames; all else that is asked is older.
    private static readonly Version Oldest = new(2, 18);

    // A file system monitor answers from memory, and its daemon would hold our pipes open.
    private static readonly string[] Always = ["--no-pager", "-c", "core.fsmonitor=false"];

    private static readonly (string Name, string Value)[] Variables =
    [
        ("LC_ALL", "C"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_ASKPASS", ""),
        ("SSH_ASKPASS", ""),
        ("GCM_INTERACTIVE", "never"),
        // A replacement would give a commit another tree than the one that its id vouches for.
        ("GIT_NO_REPLACE_OBJECTS", "1"),
    ];

    // Hooks set these: they would turn a question about the folder's repository to another one.
    private static readonly string[] Misleading =
    [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_NAMESPACE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_QUARANTINE_PATH", "GIT_CONFIG",
    ];

    /// <summary>The git of the search path.</summary>
    /// <remarks>Only whole paths count: a file called git in the folder of a stranger's repository is not run.</remarks>
    public static GitProgram Find(string? searchPath)
    {
        var name = OperatingSystem.IsWindows() ? "git.exe" : "git";
        var folders = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified);
        var found = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(IsProgram);
        return new(found ?? throw GitErrors.Missing(), TimeLimit);
    }

    /// <summary>The same git for what takes as long as a network takes; whoever asks sets the limit.</summary>
    public GitProgram Unhurried => new(path, Timeout.InfiniteTimeSpan);

    /// <summary>Which git this is; one that is too old to answer is refused.</summary>
    public async Task<Version> Version(Ct ct)
    {
        var text = await Ask(new DirectoryInfo(Path.GetTempPath()), ["--version"], ct);
        return VersionText().Match(text) is { Success: true } match
            && new Version(Number(match.Groups["major"]), Number(match.Groups["minor"]), match.Groups["patch"].Success ? Number(match.Groups["patch"]) : 0) is var version
            && version >= Oldest
                ? version
                : throw GitErrors.TooOld(text.Trim(), Oldest);
    }

    /// <summary>What git answers; an error where it cannot.</summary>
    public async Task<string> Ask(DirectoryInfo folder, IReadOnlyList<string> arguments, Ct ct)
    {
        var answer = await Try(folder, arguments, ct);
        return answer.Succeeded ? answer.Output : throw GitErrors.Failed(arguments, answer, folder);
    }

    /// <summary>What git answers with another index than the repository's own, which stays as it is.</summary>
    public async Task<string> Ask(DirectoryInfo folder, string indexFile, IReadOnlyList<string> arguments, Ct ct)
    {
        var answer = await Try(folder, arguments, ct, ("GIT_INDEX_FILE", indexFile));
        return answer.Succeeded ? answer.Output : throw GitErrors.Failed(arguments, answer, folder);
    }

    /// <summary>What git answers, also where it cannot.</summary>
    public Task<GitAnswer> Try(DirectoryInfo folder, IReadOnlyList<string> arguments, Ct ct) => Try(folder, arguments, ct, []);

    private async Task<GitAnswer> Try(DirectoryInfo folder, IReadOnlyList<string> arguments, Ct ct, params (string Name, string Value)[] more)
    {
        using var process = Start(folder, arguments, more);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(timeLimit);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(limited.Token);
            var errors = process.StandardError.ReadToEndAsync(limited.Token);
            await Task.WhenAll(output, errors, process.WaitForExitAsync(limited.Token));
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            throw GitErrors.TooSlow(arguments, timeLimit, folder);
        }
    }

    private Process Start(DirectoryInfo folder, IReadOnlyList<string> arguments, (string Name, string Value)[] more)
    {
        var start = new ProcessStartInfo(path, [.. Always, .. arguments])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in Misleading)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Variables.Concat(more))
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start) ?? throw new UnreachableException("a program that is no document starts a process");
        }
        catch (Win32Exception e)
        {
            throw GitErrors.CannotStart(path, e);
        }
    }

    private static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^git version (?<major>[0-9]{1,6})\.(?<minor>[0-9]{1,6})(?:\.(?<patch>[0-9]{1,6}))?", RegexOptions.CultureInvariant)]
    private static partial Regex VersionText();
}
