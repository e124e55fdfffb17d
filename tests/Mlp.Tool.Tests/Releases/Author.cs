using System.Diagnostics;
using System.Text.Json;
using Mlp.Testing;
using Mlp.Tool.Tests.Building;

namespace Mlp.Tool.Tests.Releases;

/// <summary>Somebody who keeps models in a repository and releases them with the installed tool, with a registry home of their own.</summary>
internal sealed class Author : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly InstalledTool _tool;
    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;

    public Author(InstalledTool tool, PackedLibraries packages, string? home = null)
    {
        (_tool, _folder, _ownsFolder) = (tool, new TemporaryFolder(), home is null);
        Home = home ?? _folder.PathOf("home");
        Code = new(packages);
    }

    public string Home { get; }

    /// <summary>The installed program.</summary>
    public string Program => _tool.Program;

    public CodeRepository Code { get; }

    /// <summary>Where commands run, if not at the top of the repository.</summary>
    public string? Folder { get; set; }

    /// <summary>For a registry that wants one.</summary>
    public string Token { get; set; } = "";

    /// <summary>Set beside all others.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public Dictionary<string, string> Environment => new(Sdk.BuildVariables.Concat(Variables))
    {
        ["MLP_TOKEN"] = Token,
        ["MLP_HOME"] = Home,
        ["MLP_CACHE"] = _folder.PathOf("cache"),
        ["MLP_TOOL"] = _tool.Program,
        ["XDG_CONFIG_HOME"] = _folder.PathOf("config"),
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["CI_COMMIT_TAG"] = "",
        ["CI_COMMIT_SHA"] = "",
        ["GITHUB_ACTIONS"] = "",
        ["GITHUB_REF_TYPE"] = "",
        ["GITHUB_SHA"] = "",
    };

    /// <summary>A model repository as simple as they come.</summary>
    public Author WithOneModel(string project = "Beams", string model = "")
    {
        Code.UseFeed();
        Code.Project($"{project}/{project}.csproj", ["Mlp.Models"]);
        Code.Write($"{project}/Model.cs", CodeRepository.Model.Replace("typeof(ConstantModel)", model.Length == 0 ? "typeof(ConstantModel)" : $"typeof(ConstantModel), \"{model}\"", StringComparison.Ordinal));
        Code.Commit();
        return this;
    }

    public void Tag(string tag) => Sdk.Git(Code.Root, "tag", tag);

    public Task<(int Exit, string Output, string Errors)> Run(params string[] arguments) =>
        Tool.RunProgram(_tool.Program, arguments, Environment, folder: Folder ?? Code.Root);

    /// <summary>Runs what has to succeed, and answers stdout.</summary>
    public async Task<string> Done(params string[] arguments)
    {
        var (exit, output, errors) = await Run(arguments);
        Assert.True(exit == 0, $"mlp {string.Join(' ', arguments)} ended with {exit}: {errors}");
        return output;
    }

    /// <summary>The lines of what has to succeed.</summary>
    public async Task<string[]> Lines(params string[] arguments) =>
        (await Done(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async Task<JsonElement> Json(params string[] arguments) => JsonElement.Parse(await Done([.. arguments, "--output", "json"]));

    /// <summary>Runs what has to fail, and answers stderr.</summary>
    public async Task<string> Failed(params string[] arguments)
    {
        var (exit, output, errors) = await Run(arguments);
        Assert.True(exit == 1, $"mlp {string.Join(' ', arguments)} ended with {exit}: {output}{errors}");
        Assert.Contains("remedy: ", errors, StringComparison.Ordinal);
        return errors;
    }

    /// <summary>Runs the tool in a terminal, and answers what that got to show.</summary>
    public async Task<string> Screen(params string[] arguments)
    {
        var command = string.Join(' ', arguments.Prepend(_tool.Program).Select(argument => $"'{argument}'"));
        var environment = new Dictionary<string, string>(Environment) { ["TERM"] = "xterm" };
        return (await Tool.RunProgram("script", ["-qec", $"stty cols 200; {command}", "/dev/null"], environment, folder: Folder ?? Code.Root)).Output;
    }

    /// <summary>The pairs, as <c>type version + parameters version</c>.</summary>
    public async Task<string[]> Pairs() =>
        [.. (await Json("list", "pairs")).EnumerateArray().Select(pair => $"{pair.Text("type")} {pair.Text("typeVersion")} + {pair.Text("parameters")} {pair.Text("parametersVersion")}")];

    /// <summary>The server's own socket.</summary>
    public string Socket => Path.Combine(Home, "registry.sock");

    /// <summary>Asks what serves the pair of the tests around deployments.</summary>
    public async Task<string> Predict(string input)
    {
        Code.Write("bin/input.json", input);
        return await Done("predict", "scale", "factor", "--input", Code.PathOf("bin/input.json"));
    }

    /// <summary>The processes that serve models of this home.</summary>
    public IReadOnlyList<Process> Models() =>
        [.. Process.GetProcessesByName("dotnet").Where(process => CommandLine(process) is { } line && line.Contains("Mlp.Serving.dll", StringComparison.Ordinal) && line.Contains(Home, StringComparison.Ordinal))];

    /// <summary>Kills what serves models.</summary>
    public void KillModels() => Models().ToList().ForEach(model => model.Kill());

    /// <summary>Kills the server that programs started.</summary>
    public void KillServer() => StopServer();

    /// <summary>Asks the server that programs started to end, and waits until it has.</summary>
    public async Task EndServer()
    {
        using var server = Server()!;
        using var kill = Process.Start("kill", ["-TERM", server.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await server.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
    }

    /// <summary>Runs a program of the repository.</summary>
    public string Dotnet(params string[] arguments) => Sdk.Dotnet(Code.Root, Environment, arguments);

    /// <summary>Starts the tool, and kills it as soon as it says something.</summary>
    public async Task KillAt(string said, params string[] arguments)
    {
        var start = new ProcessStartInfo(_tool.Program, arguments) { WorkingDirectory = Code.Root, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(said, StringComparison.Ordinal))
            {
                process.Kill();
                await process.WaitForExitAsync(patience.Token);
                return;
            }
        }

        Assert.Fail($"mlp {string.Join(' ', arguments)} never said '{said}'");
    }

    public void Dispose()
    {
        StopServer();
        Code.Dispose();
        if (_ownsFolder)
        {
            _folder.Dispose();
        }
    }

    private static string? CommandLine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Programs that use the registry start a server for themselves, which would outlive the test.
    private void StopServer()
    {
        using var server = Server();
        server?.Kill();
        server?.WaitForExit();
    }

    private Process? Server()
    {
        var holder = Path.Combine(Home, "server.info");
        var id = File.Exists(holder) ? int.Parse(File.ReadLines(holder).First(), System.Globalization.CultureInfo.InvariantCulture) : 0;
        return Process.GetProcesses().FirstOrDefault(process => process.Id == id);
    }
}

internal static class JsonText
{
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
