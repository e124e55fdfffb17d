using System.Diagnostics;
using System.Text.Json;
using Mlp.Testing;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Hooks;

/// <summary>A bare repository with the hook, and a clone whose owner pushes to it: from an environment that is almost empty, and wrong in what it has.</summary>
internal sealed class HookedRepository : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly TemporaryFolder _folder = new();

    public HookedRepository(InstalledTool tool, PackedLibraries packages, bool hasModel = true)
    {
        Author = new(tool, packages);
        if (hasModel)
        {
            Author.WithOneModel();
        }
        else
        {
            Author.Code.Commit();
        }

        Bare = _folder.PathOf("demo's.git");
        Sdk.Git(_folder.Path, "init", "--quiet", "--bare", "--initial-branch", "main", Bare);
        Sdk.Git(Author.Code.Root, "remote", "add", "origin", Bare);
        Author.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
    }

    public Author Author { get; }

    public string Bare { get; }

    /// <summary>Of the process that releases.</summary>
    public int WorkerId => JsonDocument.Parse(File.ReadAllText(PathOf("mlp/worker.json"))).RootElement.GetProperty("id").GetInt32();

    public string PathOf(string file) => Path.Combine(Bare, file);

    /// <summary>Installs the hook; nothing is deployed unless a test is about that.</summary>
    public Task<string> Install(params string[] options) => Author.Done(["hook", "install", Bare, "--no-deploy", .. options]);

    /// <summary>Pushes, which has to succeed whatever becomes of the releases; answers what the pusher sees of the hook.</summary>
    public async Task<string> Push(params string[] references)
    {
        var (exit, output, errors) = await TryPush(references);
        Assert.True(exit == 0, $"git push ended with {exit}: {output}{errors}");
        return string.Join('\n', errors.Split('\n').Where(line => line.StartsWith("remote: ", StringComparison.Ordinal)).Select(line => line["remote: ".Length..].TrimEnd()));
    }

    /// <summary>Tags HEAD, and pushes the tags alone.</summary>
    public Task<string> PushTags(params string[] tags)
    {
        tags.ToList().ForEach(Author.Tag);
        return Push([.. tags.Select(tag => $"refs/tags/{tag}")]);
    }

    public ProcessStartInfo Pushing(params string[] references)
    {
        var start = new ProcessStartInfo("env", ["-i", .. Variables(), "git", "push", "origin", .. references]) { WorkingDirectory = Author.Code.Root, RedirectStandardError = true, RedirectStandardOutput = true };
        return start;
    }

    public async Task<IReadOnlyList<JsonElement>> Releases() => [.. (await Author.Json("hook", "status", Bare)).EnumerateArray().Reverse()];

    /// <summary>Each as <c>tag state</c>, in the order in which they are released.</summary>
    public async Task<string[]> States() => [.. (await Releases()).Select(release => $"{release.Text("tag")} {release.Text("state")}")];

    public async Task<string[]> WaitForStates(params string[] expected)
    {
        await Until(async () => (await States()) is var states && states.Length == expected.Length && !states.Any(state => state.EndsWith("waiting", StringComparison.Ordinal) || state.EndsWith("running", StringComparison.Ordinal)));
        var states = await States();
        Assert.True(expected.SequenceEqual(states), $"{string.Join(", ", states)}; {Logs()}");
        return states;
    }

    /// <summary>Waits for what takes a build or two.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(100))
        {
            Assert.True(clock.Elapsed < Patience, "it does not come");
        }
    }

    /// <summary>What the releases said.</summary>
    public string Logs() => string.Join('\n', Directory.GetFiles(PathOf("mlp/logs")).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    public void Dispose()
    {
        if (File.Exists(PathOf("mlp/hook.json")))
        {
            _ = Author.Run("hook", "remove", Bare, "--force").GetAwaiter().GetResult();
        }

        Author.Dispose();
        _folder.Dispose();
    }

    private Task<(int Exit, string Output, string Errors)> TryPush(string[] references) =>
        Tool.RunProgram("env", ["-i", .. Variables(), "git", "push", "origin", .. references], folder: Author.Code.Root);

    // As over ssh, with what a pusher may have set for purposes of his own.
    private static string[] Variables() =>
    [
        "PATH=/usr/bin:/bin", $"HOME={Environment.GetEnvironmentVariable("HOME")}", "GIT_CONFIG_GLOBAL=/dev/null",
        "MLP_HOME=/nonexistent", "MLP_REGISTRY=https://elsewhere.example.org", "MLP_TOKEN=not-for-this-one", "CI_COMMIT_TAG=v9.9.9", "CI_COMMIT_SHA=0123456789",
        .. Sdk.BuildVariables.Select(variable => $"{variable.Key}={variable.Value}"),
    ];
}
