using System.Diagnostics;

namespace Mlp.Testing;

/// <summary>Runs `dotnet` and `git` as a developer would, without leaving build servers behind.</summary>
public static class Sdk
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Variables = new(
        () => new Dictionary<string, string>(CompilerServer.Variables) { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0" });

    /// <summary>The variables of builds: they leave no server behind, and share the compiler of this run.</summary>
    public static IReadOnlyDictionary<string, string> BuildVariables => Variables.Value;

    /// <summary>The program <c>dotnet</c>.</summary>
    internal static string Program => DotnetPath;

    private static string DotnetPath { get; } =
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Path.Combine(RuntimeFolder(), OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    public static string Dotnet(string folder, params string[] arguments) => Dotnet(folder, [], arguments);

    public static string Dotnet(string folder, Dictionary<string, string> environment, params string[] arguments) =>
        Run(DotnetPath, folder, [.. BuildVariables, .. environment], arguments);

    public static string Git(string folder, params string[] arguments) => Run("git", folder, [], arguments);

    /// <summary>Where the SDK lies that this repository is built with.</summary>
    internal static string Folder()
    {
        var real = new FileInfo(DotnetPath).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? DotnetPath;
        return Path.Combine(Path.GetDirectoryName(real)!, "sdk", Run(DotnetPath, Repository.Root, [], ["--version"]).Trim());
    }

    private static string Run(string program, string folder, IEnumerable<KeyValuePair<string, string>> environment, string[] arguments)
    {
        var (exitCode, output) = Try(program, folder, environment, arguments);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
    }

    public static (int ExitCode, string Output) TryDotnet(string folder, params string[] arguments) => Try(DotnetPath, folder, BuildVariables, arguments);

    private static (int ExitCode, string Output) Try(string program, string folder, IEnumerable<KeyValuePair<string, string>> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Isolation.Concat(environment))
        {
            start.Environment[name] = value;
        }

        // Set by the test host or by hooks; they would point a build or git elsewhere.
        foreach (var name in new[] { "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "MlpVersion", "MlpTagPrefix" })
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} has not ended");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    private static Dictionary<string, string> Isolation { get; } = new()
    {
        ["RunAnalyzers"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_AUTHOR_NAME"] = "A Developer",
        ["GIT_AUTHOR_EMAIL"] = "developer@example.org",
        ["GIT_COMMITTER_NAME"] = "A Developer",
        ["GIT_COMMITTER_EMAIL"] = "developer@example.org",
        ["GIT_AUTHOR_DATE"] = "2024-05-01T12:00:00Z",
        ["GIT_COMMITTER_DATE"] = "2024-05-01T12:00:00Z",
    };

    private static string RuntimeFolder() => Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
