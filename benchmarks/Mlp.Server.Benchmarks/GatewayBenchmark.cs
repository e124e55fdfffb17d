using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Mlp.Testing;
using Mlp.Testing.Publishing;
using Mlp.Wire;

namespace Mlp.Server.Benchmarks;

/// <summary>What the gateway costs: the same model asked directly, and through the registry, by the same load generator (wrk) in turns.</summary>
internal sealed partial class GatewayBenchmark(Table table)
{
    private const string Model = "trivial";
    private const string Path = $"serve/{Model}/weights/predict";
    private const string Class = "ServedModels.Trivial";
    private static readonly string Models = Repository.PathOf("tests", "fixtures", "serving", "Models", "bin");
    private static readonly string Serving = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(RegistryProcess.Program)!, "serving", "Mlp.Serving.dll");

    public async Task Run(string name, IReadOnlyDictionary<string, string> environment)
    {
        await using var registry = await RegistryProcess.Start(environment, ["--rate-limit", "0", .. environment.Count > 0 ? ["--local", "true"] : Array.Empty<string>()]);
        await Deploy(registry.Http);
        using var folder = new TemporaryFolder();
        var script = folder.Write("post.lua", $"wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.headers[\"Authorization\"] = \"Bearer {registry.AdminToken}\"\nwrk.body = \"[1,2,3,4,5,6,7,8,9,10,11,12]\"\n");
        using var direct = await Direct.Start();
        using var gateway = Process.GetProcessById(registry.ProcessId);
        using var behind = Process.GetProcessById(ServiceBehind(registry.Home));
        foreach (var connections in new[] { 1, 64 })
        {
            await Load(script, new Uri(direct.Url, "predict"), connections, 3);
            await Load(script, new Uri(registry.BaseUrl, Path), connections, 5);
            var (alone, through) = (new List<Round>(), new List<Round>());
            for (var round = 0; round < 3; round++)
            {
                alone.Add(await Round.Of(() => Load(script, new Uri(direct.Url, "predict"), connections, 5), direct.Process));
                through.Add(await Round.Of(() => Load(script, new Uri(registry.BaseUrl, Path), connections, 5), gateway, behind));
            }

            Tell(name, connections, "asked directly", alone.MaxBy(round => round.PerSecond)!);
            Tell(name, connections, "through the gateway", through.MaxBy(round => round.PerSecond)!);
            var ratio = through.Max(round => round.PerSecond) / alone.Max(round => round.PerSecond);
            table.Row(name, $"through : directly, {connections} connections", string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}"));
        }
    }

    private void Tell(string name, int connections, string what, Round round) => table.Row(
        name, $"{what}, {connections} connections",
        string.Create(CultureInfo.InvariantCulture, $"{round.PerSecond,7:N0}/s {round.Median,6:N0} us, CPU {string.Join(" + ", round.Processor.Select(each => $"{each:0} us"))}"));

    private static async Task Deploy(HttpClient http)
    {
        var bundle = await BuiltBundle.Of(Models, "ServedModels.dll", (Model, Class));
        await bundle.Push(http);
        await Publisher.Register(http, "git.example.org/beams/benchmark", Model, "1.0.0", standalone: true, bundle.Digest);
        var bytes = (await TestArchive.Make()).Numbered(1);
        await Publisher.PublishOnce(http, "weights", new(Digest.Of(bytes).Text, Model, "1.0.0"), bytes, null, Ct.None);
        using var asked = await http.PostAsJsonAsync("api/v1/deployments", new StartDeployment(Model, "1.0.0", "weights", "1.0", DeploymentTarget.Local), WireJson.Options);
        var started = (await asked.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<StartedDeployment>(WireJson.Options))!.Deployment;
        while (started.State == DeploymentState.Starting)
        {
            started = (await http.GetFromJsonAsync<Deployment>($"api/v1/deployments/{started.Id}?wait=true", WireJson.Options))!;
        }

        _ = started.State == DeploymentState.Serving ? 0 : throw new InvalidOperationException(started.Error);
    }

    private static int ServiceBehind(string home) =>
        int.Parse(Began().Match(File.ReadAllText(System.IO.Path.Combine(home, "logs", $"{Model}+weights.log"))).Groups[1].Value, CultureInfo.InvariantCulture);

    private static async Task<string> Load(string script, Uri url, int connections, int seconds)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", script, $"{url}"]) { RedirectStandardOutput = true })!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        return output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal) ? throw new InvalidOperationException(output) : output;
    }

    [GeneratedRegex("^process ([0-9]+) begins$", RegexOptions.Multiline)]
    private static partial Regex Began();

    /// <summary>One run of the load generator, and what the processes used meanwhile.</summary>
    /// <param name="Median">In microseconds.</param>
    /// <param name="Processor">Microseconds of processor time for each request, by process.</param>
    private sealed partial record Round(double PerSecond, double Median, IReadOnlyList<double> Processor)
    {
        public static async Task<Round> Of(Func<Task<string>> load, params Process[] processes)
        {
            var before = processes.Select(Used).ToList();
            var output = await load();
            var requests = double.Parse(Requests().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
            var median = Median50().Match(output);
            return new(
                double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
                double.Parse(median.Groups[1].Value, CultureInfo.InvariantCulture) * median.Groups[2].Value switch { "us" => 1, "ms" => 1e3, _ => 1e6 },
                [.. processes.Zip(before, (process, earlier) => (Used(process) - earlier).TotalMicroseconds / requests)]);
        }

        private static TimeSpan Used(Process process)
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }

        [GeneratedRegex(@"([0-9]+) requests in")]
        private static partial Regex Requests();

        [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
        private static partial Regex Rate();

        [GeneratedRegex(@"50%\s+([0-9.]+)(us|ms|s)")]
        private static partial Regex Median50();
    }

    /// <summary>The same model in the same serving process, without a registry before it.</summary>
    private sealed class Direct : IDisposable
    {
        private Direct(Process process, Uri url) => (Process, Url) = (process, url);

        public Process Process { get; }

        public Uri Url { get; }

        public static async Task<Direct> Start()
        {
            var process = Process.Start(new ProcessStartInfo("dotnet", [Serving, "--model", Models, "--name", Model, "--urls", "http://127.0.0.1:0", "--parameters", "none"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var direct = new Direct(process, new Uri((await process.StandardOutput.ReadLineAsync())!));
            using var http = new HttpClient { BaseAddress = direct.Url };
            while (!(await http.GetAsync(new Uri("health/ready", UriKind.Relative))).IsSuccessStatusCode)
            {
                await Task.Delay(20);
            }

            return direct;
        }

        public void Dispose()
        {
            Process.Kill();
            Process.WaitForExit();
            Process.Dispose();
        }
    }
}
