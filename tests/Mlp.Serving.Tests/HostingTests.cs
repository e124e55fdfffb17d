using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Mlp.Testing;

namespace Mlp.Serving.Tests;

/// <summary>Where the process listens, whom it answers, and how it ends.</summary>
public sealed class HostingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_but_health_wants_the_token()
    {
        await using var serving = await ServingProcess.Serve("celsius", "--token-file", _folder.Write("token", "mlp_secret\n"));
        Assert.Equal(200, (await serving.Get("/health/live")).Status);
        foreach (var path in new[] { "/", "/metrics", "/openapi/v1.json", "/swagger/", "/v2", "/v2/health/ready", "/v1/models", "/nothing" })
        {
            Assert.Equal(401, (await serving.Get(path)).Status);
        }

        Assert.Equal(401, (await serving.Post("/predict", "32")).Status);
        serving.Http.DefaultRequestHeaders.Authorization = new("Bearer", "mlp_secreT");
        Assert.Contains("MLP9023", (await serving.Post("/predict", "32")).Body, StringComparison.Ordinal);
        serving.Http.DefaultRequestHeaders.Authorization = new("Bearer", "mlp_secret");
        Assert.Equal("0", await serving.Predict("32"));
        Assert.Equal(200, (await serving.Get("/metrics")).Status);
        Assert.DoesNotContain("mlp_secret", serving.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_is_the_owners_alone_and_one_left_behind_is_replaced()
    {
        var socket = _folder.PathOf("serving.sock");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(socket));
        }

        string[] options = ["--model", ServingProcess.Models, "--name", "celsius", "--socket", socket];
        await using var serving = await ServingProcess.Start(options);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        await ServingProcess.Until(async () => (await ServingProcess.Run(["--health", .. options])).ExitCode == 0);
        var (exitCode, _, error) = await ServingProcess.Run(options);
        Assert.Equal(1, exitCode);
        Assert.Contains("MLP9008", error, StringComparison.Ordinal);
        Assert.Equal(0, (await ServingProcess.Run(["--health", .. options])).ExitCode); // The one that listens was left alone.
    }

    [Fact]
    public async Task Health_is_asked_with_the_same_options()
    {
        await using var serving = await ServingProcess.Serve("celsius");
        Assert.Equal((0, ""), (await ServingProcess.Run(["--health", "--urls", serving.BaseUrl.ToString()])) is var (code, _, error) ? (code, error) : default);
        Assert.Equal(1, (await ServingProcess.Run(["--health"], new Dictionary<string, string> { ["MLP_SERVING_PORT"] = "1" })).ExitCode);
    }

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (exitCode, _, error) = await ServingProcess.Run(["--urls", $"http://{taken.LocalEndpoint}", "--model", ServingProcess.Models, "--name", "celsius"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("MLP9008", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--modle", "x")]
    [InlineData("--queue", "0")]
    [InlineData("--timeout", "soon")]
    [InlineData("--urls", "https://*:1")]
    [InlineData("--instances", "2", "--instances", "3")]
    [InlineData("--token-file", "/none")]
    [InlineData("--watch=perhaps")]
    [InlineData("--socket", "/tmp/s", "--port", "1")]
    public async Task Options_that_are_wrong(params string[] arguments)
    {
        var (exitCode, _, error) = await ServingProcess.Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("MLP9000 ", error, StringComparison.Ordinal);
        Assert.Contains("; ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_are_options_and_arguments_win()
    {
        var variables = new Dictionary<string, string>
        {
            ["MLP_SERVING_MODEL"] = ServingProcess.Models,
            ["MLP_SERVING_NAME"] = "echo",
            ["MLP_SERVING_URLS"] = "http://127.0.0.1:0",
            ["MLP_SERVING_MODEL_VERSION"] = "2.0.0",
            ["MLP_SERVING_QUEUE"] = "",
        };
        await using var serving = await (await ServingProcess.Start(["--name", "celsius"], variables)).Ready();
        Assert.Equal("celsius", (string?)JsonNode.Parse((await serving.Get("/health/ready")).Body)!["model"]);
        Assert.Equal("2.0.0", (string?)JsonNode.Parse((await serving.Get("/health/ready")).Body)!["version"]);
        var (exitCode, _, error) = await ServingProcess.Run([], new Dictionary<string, string> { ["MLP_SERVING_MODELS"] = "x" });
        Assert.Equal(2, exitCode);
        Assert.Contains("MLP_SERVING_MODELS", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_end_whatever_runs_and_waits_is_answered()
    {
        await using var serving = await ServingProcess.Serve("moody");
        var file = _folder.PathOf("release");
        var answers = Enumerable.Range(0, 8).Select(i => serving.Post("/predict", $"\"hang {file}\"")).ToList();
        await Waiting(serving, 7);
        serving.Terminate();
        await Draining(serving);
        var late = serving.Post("/predict", "\"late\"");
        await Waiting(serving, 8);
        await File.WriteAllTextAsync(file, "");
        Assert.Equal((200, "\"late\""), await late);
        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(200, answer.Status));
        Assert.Equal(0, await serving.Ended());
    }

    [Fact]
    public async Task At_the_end_connections_are_told()
    {
        await using var serving = await ServingProcess.Serve("moody");
        await using var idle = await serving.Connect();
        Assert.DoesNotContain("Connection: close", await Ask(idle), StringComparison.Ordinal);
        var file = _folder.PathOf("release");
        using var first = new StringContent($"\"hang {file}\"");
        var running = serving.Http.PostAsync("/predict", first);
        await Running(serving, 1);
        serving.Terminate();
        await Draining(serving);
        var asked = Ask(idle);
        await Waiting(serving, 1);
        await File.WriteAllTextAsync(file, "");
        var answer = await asked;
        Assert.Contains("200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
        Assert.Equal(0, await serving.Ended());
    }

    [Fact]
    public async Task Under_load_every_connection_gets_its_answers_until_it_is_told()
    {
        await using var serving = await ServingProcess.Serve("moody", "--instances", "4");
        var answers = 0;
        var load = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            await using var connection = await serving.Connect();
            while (!(await Ask(connection)).Contains("Connection: close", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref answers);
            }
        })).ToList();
        await ServingProcess.Until(() => Task.FromResult(Volatile.Read(ref answers) > 1000));
        serving.Terminate();
        await Task.WhenAll(load);
        Assert.Equal(0, await serving.Ended());
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_broken_off()
    {
        await using var serving = await ServingProcess.Serve("moody", "--drain-timeout", "1s");
        var hanging = serving.Post("/predict", $"\"hang {_folder.PathOf("never")}\"");
        await Running(serving, 1);
        serving.Terminate();
        Assert.Equal(1, await serving.Ended());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task A_watched_folder_is_loaded_anew_without_losing_a_request()
    {
        using var parameters = new NetworkParameters();
        await using var serving = await (await ServingProcess.Start(
            ["--model", ServingProcess.Models, "--name", "network", "--parameters", parameters.Path, "--urls", "http://127.0.0.1:0", "--watch"])).Ready();
        var input = NetworkParameters.Inputs(1)[0];
        var text = System.Text.Json.JsonSerializer.Serialize(input);
        var before = await serving.Predict(text);
        using var stop = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await serving.Predict(text);
            }
        });
        parameters.Network.SetParameters([.. parameters.Network.GetParameters().Select(number => number / 2)]);
        parameters.Network.ExportParameters(new Mlp.Models.ParametersFolder(parameters.Path));
        await ServingProcess.Until(async () => await serving.Predict(text) != before);
        Assert.Equal(parameters.Network.Predict(input), System.Text.Json.JsonSerializer.Deserialize<float[]>(await serving.Predict(text)));
        await File.WriteAllTextAsync(Path.Combine(parameters.Path, "network.json"), "{}");
        await ServingProcess.Until(() => Task.FromResult(serving.Log.Contains("MLP9005", StringComparison.Ordinal)));
        Assert.Equal(200, (await serving.Get("/health/ready")).Status); // What serves goes on.
        await stop.CancelAsync();
        await load;
    }

    [Fact]
    public async Task What_standard_input_names_is_served_without_losing_a_request_until_that_ends()
    {
        using var parameters = new NetworkParameters();
        using var others = new NetworkParameters();
        others.Network.SetParameters([.. others.Network.GetParameters().Select(number => number / 2)]);
        others.Network.ExportParameters(new Mlp.Models.ParametersFolder(others.Path));
        await using var serving = await (await ServingProcess.Start(
            ["--model", ServingProcess.Models, "--name", "network", "--model-version", "1.0.0", "--parameters", parameters.Path, "--urls", "http://127.0.0.1:0", "--follow-input"])).Ready();
        var text = System.Text.Json.JsonSerializer.Serialize(NetworkParameters.Inputs(1)[0]);
        using var stop = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await serving.Predict(text);
            }
        });
        await serving.Say("""{"model": "/nowhere"}""");
        await serving.Say("nothing");
        await ServingProcess.Until(() => Task.FromResult(serving.Log.Split("MLP9009").Length == 3));
        await serving.Say(Order(_folder.PathOf("none")));
        await ServingProcess.Until(() => Task.FromResult(serving.Log.Contains("MLP9005", StringComparison.Ordinal)));
        Assert.Equal(200, (await serving.Get("/v2/models/network/versions/1.0.0/ready")).Status);

        await serving.Say(Order(others.Path));
        await ServingProcess.Until(async () => (await serving.Get("/v2/models/network/versions/1.1.0/ready")).Status == 200);
        Assert.Equal(others.Network.Predict(NetworkParameters.Inputs(1)[0]), System.Text.Json.JsonSerializer.Deserialize<float[]>(await serving.Predict(text)));
        Assert.Contains("parameters=\"weights\",parameters_version=\"2.0\"", (await serving.Get("/metrics")).Body, StringComparison.Ordinal);
        await stop.CancelAsync();
        await load;
        await serving.Say(null);
        Assert.Equal(0, await serving.Ended());

        static string Order(string folder) => System.Text.Json.JsonSerializer.Serialize(
            new { model = ServingProcess.Models, parameters = folder, modelVersion = "1.1.0", parametersName = "weights", parametersVersion = "2.0" });
    }

    // Beside the one that asks.
    private static Task Running(ServingProcess serving, int requests) => serving.Until($"mlp_requests_running {requests + 1}");

    private static Task Waiting(ServingProcess serving, int predictions) => serving.Until($"mlp_queue_length {predictions}");

    private static Task Draining(ServingProcess serving) =>
        ServingProcess.Until(async () => (await serving.Get("/health/ready")) is (503, var body) && body.Contains("draining", StringComparison.Ordinal));

    private static async Task<string> Ask(Stream connection)
    {
        await connection.WriteAsync("POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n\"a\""u8.ToArray());
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith("\"a\"", StringComparison.Ordinal))
        {
            var count = await connection.ReadAsync(buffer);
            Assert.True(count > 0, text.ToString());
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
