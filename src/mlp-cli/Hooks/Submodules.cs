using Mlp.Cli.Git;

namespace Mlp.Cli.Hooks;

/// <summary>What a commit has of other repositories.</summary>
internal static class Submodules
{
    private const string Settings = ".gitmodules";

    /// <summary>Checks them out, and theirs. Git's own rules hold for where they may come from: a path of this machine is none, unless its user allows that.</summary>
    public static async Task CheckOut(GitProgram git, DirectoryInfo clone, Ct ct)
    {
        if (!File.Exists(Path.Combine(clone.FullName, Settings)))
        {
            return;
        }

        var answer = await git.Unhurried.Try(clone, ["submodule", "--quiet", "update", "--init", "--recursive"], ct);
        if (!answer.Succeeded)
        {
            throw HookErrors.NoSubmodules(await Missing(git, clone, ct), answer);
        }
    }

    // "-<commit> <path>" is one that is not there, "+<commit> <path> (…)" one at another commit.
    private static async Task<string> Missing(GitProgram git, DirectoryInfo clone, Ct ct)
    {
        var status = await git.Try(clone, ["submodule", "status", "--recursive"], ct);
        var missing = status.Output.Split('\n').Where(line => line.StartsWith('-') || line.StartsWith('+')).Select(line => line.Split(' ', 2)[^1]);
        return string.Join(", ", missing) is { Length: > 0 } paths ? paths : Settings;
    }
}
