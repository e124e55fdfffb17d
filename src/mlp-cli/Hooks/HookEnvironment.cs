using System.Runtime.InteropServices;
using Mlp.Server.Hosting;

namespace Mlp.Cli.Hooks;

/// <summary>
/// The environment of releases. What steers them is that of the installation, whoever pushes from wherever: a push over a path runs the hook in the pusher's own
/// environment, one over ssh in an almost empty one.
/// </summary>
internal static class HookEnvironment
{
    private static readonly string[] Steering =
    [
        "PATH", "DOTNET_ROOT", "DOTNET_CLI_HOME", "NUGET_PACKAGES", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "MLP_HOME", "MLP_CONFIG", "MLP_PROFILE", "MLP_CACHE", "MLP_FEED",
        "MLP_DATABASE", "MLP_BLOBS", "MLP_MAX_BLOB_BYTES", "MLP_BASE_IMAGE", "MLP_IMAGES",
    ];

    // How git itself is configured is the machine's business; all else is about the repository of the push.
    private static readonly string[] KeptOfGit = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH", "GIT_SSL_CAINFO"];

    // A pipeline that pushes is not what the release is a run of.
    private static readonly string[] Foreign = ["GIT_", "CI_", "GITLAB_", "GITHUB_"];

    /// <summary>What is to be kept of the environment of the installation.</summary>
    public static IReadOnlyDictionary<string, string> Keep(EnvironmentSettings environment)
    {
        if (environment.Database is { } database && DatabaseAddress.HoldsPassword(database))
        {
            throw HookErrors.PasswordInVariable();
        }

        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_ROOT"] = DotnetRoot() };
        foreach (var name in Steering)
        {
            if (environment.Client.Value(name) is { } value)
            {
                kept[name] = value;
            }
        }

        return kept;
    }

    /// <summary>Makes the environment of a release from that of a hook or a terminal.</summary>
    public static void Apply(IDictionary<string, string?> environment, HookOptions options)
    {
        var leaving = environment.Keys.Where(name => Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) && !KeptOfGit.Contains(name));
        foreach (var name in leaving.Concat(Steering).Append("MLP_REGISTRY").ToList())
        {
            environment.Remove(name);
        }

        // A profile brings the token of its registry; the pusher's is for whichever the pusher uses.
        if (options.Registry?.Contains("://", StringComparison.Ordinal) != true)
        {
            environment.Remove("MLP_TOKEN");
        }

        foreach (var (name, value) in options.Environment)
        {
            environment[name] = value;
        }
    }

    private static string DotnetRoot() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
