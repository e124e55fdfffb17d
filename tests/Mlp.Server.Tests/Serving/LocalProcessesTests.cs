using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Mlp.Server.Tests.Hosting;
using Mlp.Testing;
using Mlp.Testing.Publishing;
using Mlp.Wire;

namespace Mlp.Server.Tests.Serving;

/// <summary>Models in real serving processes, behind the gateway, kept by a registry that comes and goes.</summary>
public sealed partial class LocalProcessesTests : IAsyncLifetime
{
    private const string Project = "git.example.org/beams/served";
    private static readonly DirectoryInfo Program = new(Path.Combine(Path.GetDirectoryName(RegistryProcess.Program)!, "serving"));
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("mlp-");
    private TestRegistry _registry = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        await Start();
        var bundle = await BuiltBundle.Of(Repository.PathOf("tests", "fixtures", "serving", "Models", "bin"), "ServedModels.dll", ("moody", "ServedModels.Moody"), ("missing", "ServedModels.NoSuchClass"));
        await bundle.Push(_admin);
        var archives = await TestArchive.Make();
        foreach (var type in new[] { "moody", "missing" })
        {
            await Publisher.Register(_admin, $"{Project}/{type}", type, "1.0.0", standalone: true, bundle.Digest);
            foreach (var number in new[] { 0, 1 })
            {
                var bytes = archives.Numbered(number);
                await Publisher.PublishOnce(_admin, $"{type}_weights", new(Digest.Of(bytes).Text, type, "1.0.0"), bytes, null, Ct.None);
            }
        }
    }

    [Fact]
    public async Task A_version_takes_over_under_load_and_the_old_process_ends_when_it_is_done()
    {
        await Deploy("moody", "1.0");
        var first = Assert.Single(Processes());
        Assert.Equal(("\"hello\"", "moody_weights/1.0"), await Predict("hello"));
        var slow = Predict("sleep 1500");
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Predict("x");
            }
        })).ToList();
        await Deploy("moody", "1.1");
        Assert.Equal("moody_weights/1.1", (await Predict("hello")).Parameters);
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal("moody_weights/1.0", (await slow).Parameters);
        await RolloutWorld.Until(() => !IsRunning(first));
        Assert.NotEqual(first, Assert.Single(Processes()));
    }

    [Fact]
    public async Task What_is_killed_comes_back_and_so_does_everything_when_the_registry_does()
    {
        await Deploy("moody", "1.0");
        var first = Assert.Single(Processes());
        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
        }

        await RolloutWorld.Until(() => _registry.Log.Contains("its process ended with exit code 137", StringComparison.Ordinal));
        Assert.Equal("\"after\"", (await Predict("after")).Answer);
        var second = Assert.Single(Processes());
        Assert.NotEqual(first, second);

        await _registry.DisposeAsync();
        Assert.False(IsRunning(second));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_home.FullName, "run")));
        await Start();
        Assert.Equal(("\"again\"", "moody_weights/1.0"), await Predict("again"));
    }

    [Fact]
    public async Task A_model_that_does_not_start_says_why_and_nothing_of_it_is_left()
    {
        var failed = await Ask("missing", "1.0");
        Assert.Equal(DeploymentState.Failed, failed.State);
        Assert.Contains("NoSuchClass", failed.Error, StringComparison.Ordinal);
        await RolloutWorld.Until(() => Processes("missing").Count == 0);
        await (await _admin.GetAsync("serve/missing/missing_weights/")).Refuses(HttpStatusCode.NotFound, "MLP5103");
    }

    [Fact]
    public async Task A_process_has_a_socket_of_its_owner_and_nothing_of_the_registrys_secrets()
    {
        Environment.SetEnvironmentVariable("MLP_TEST_SECRET", "s3cret-of-the-registry");
        await Deploy("moody", "1.0");
        var environment = await File.ReadAllTextAsync($"/proc/{Assert.Single(Processes())}/environ");
        Assert.DoesNotContain("s3cret-of-the-registry", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("MLP_", environment, StringComparison.Ordinal);
        var socket = Assert.Single(Directory.EnumerateFiles(Path.Combine(_home.FullName, "run")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        using var answer = await _admin.PostAsync("serve/moody/moody_weights/predict", new StringContent(new string('x', 17 << 20), Encoding.UTF8, "application/json"));
        await answer.Refuses(HttpStatusCode.RequestEntityTooLarge, "MLP9013");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _registry.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private async Task Start()
    {
        _registry = await TestRegistry.Start(settings => settings with { ServingProgram = Program, RateLimit = 0 }, home: _home);
        _admin = await _registry.As("admin");
    }

    private async Task Deploy(string type, string version)
    {
        var deployed = await Ask(type, version);
        Assert.True(deployed.State == DeploymentState.Serving, $"{deployed.State}: {deployed.Error}");
    }

    private async Task<Deployment> Ask(string type, string version)
    {
        var asked = (await _admin.Post<StartedDeployment>("api/v1/deployments", new StartDeployment(type, "1.0.0", $"{type}_weights", version, DeploymentTarget.Local))).Deployment;
        while (asked.State == DeploymentState.Starting)
        {
            asked = await (await _admin.GetAsync($"api/v1/deployments/{asked.Id}?wait=true")).Read<Deployment>();
        }

        return asked;
    }

    private async Task<(string Answer, string Parameters)> Predict(string input)
    {
        using var content = new StringContent($"\"{input}\"", Encoding.UTF8, "application/json");
        using var answer = await _admin.PostAsync("serve/moody/moody_weights/predict", content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return (text, Assert.Single(answer.Headers.GetValues("Mlp-Parameters")));
    }

    private List<int> Processes(string type = "moody")
    {
        var log = Path.Combine(_home.FullName, "logs", $"{type}+{type}_weights.log");
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return [.. Began().Matches(reader.ReadToEnd()).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Where(IsRunning)];
    }

    private static bool IsRunning(int process) =>
        File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].StartsWith('Z');

    [GeneratedRegex("^process ([0-9]+) begins$", RegexOptions.Multiline)]
    private static partial Regex Began();
}
