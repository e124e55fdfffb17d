using System.Diagnostics;

/// <summary>Runs programs with an environment that knows of this place alone; all that they say is in the log of the step.</summary>
internal sealed class Commands(Place place, CancellationToken ct)
{
    // What a developer has configured for daily use stays out of it.
    private static readonly string[] Foreign = ["MLP_", "GIT_", "CI_", "GITHUB_", "GITLAB_", "MSBuild", "MSBUILD_"];

    /// <summary>Of the step that is under way.</summary>
    public string Log { get; private set; } = "";

    public void Begin(string step)
    {
        var logs = Directory.CreateDirectory(place.PathOf("logs"));
        Log = Path.Combine(logs.FullName, $"{step}.log");
    }

    /// <summary>Runs what has to succeed; answers what it wrote to stdout and to stderr.</summary>
    public async Task<(string Output, string Errors)> Run(string folder, string program, params string[] arguments)
    {
        await File.AppendAllTextAsync(Log, $"$ {program} {string.Join(' ', arguments)}\n", ct);
        using var process = Start(folder, program, arguments);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        try
        {
            await Task.WhenAll(output, errors, process.WaitForExitAsync(ct));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        await File.AppendAllTextAsync(Log, await output + await errors, ct);
        return process.ExitCode == 0
            ? (await output, await errors)
            : throw new StepFailedException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}", Log);
    }

    public async Task<string> Mlp(params string[] arguments) => (await Run(place.Code, place.Mlp, arguments)).Output;

    public Task<(string Output, string Errors)> Git(params string[] arguments) => Run(place.Code, "git", arguments);

    public Process Start(string folder, string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) && name != "MSBUILDDISABLENODEREUSE").ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Variables())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private IEnumerable<(string Name, string Value)> Variables() =>
    [
        ("PATH", $"{place.Tools}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}"),
        ("MLP_HOME", place.Home),
        ("MLP_CACHE", place.PathOf("cache")),
        ("XDG_CONFIG_HOME", place.PathOf("config")),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ("DOTNET_NOLOGO", "1"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_NAME", "A Developer"),
        ("GIT_AUTHOR_EMAIL", "developer@example.org"),
        ("GIT_COMMITTER_NAME", "A Developer"),
        ("GIT_COMMITTER_EMAIL", "developer@example.org"),
    ];
}
