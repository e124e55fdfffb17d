using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Mlp.Serving.Hosting;
using Mlp.Testing;

namespace Mlp.Serving.Tests;

/// <summary>What many requests at once do to each other: nothing.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exclusive", 1, "1")]
    [InlineData("side_by_side", 4, "4")]
    public async Task A_model_is_called_one_at_a_time_unless_it_is_thread_safe(string model, int instances, string most)
    {
        await using var serving = await ServingProcess.Serve(model, "--instances", $"{instances}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => serving.Predict("200")));
        Assert.Equal(most, answers.MaxBy(int.Parse));
    }

    [Fact]
    public async Task Several_instances_run_at_the_same_time()
    {
        await using var serving = await ServingProcess.Serve("exclusive", "--instances", "4");
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => serving.Predict("1500")));
        Assert.All(answers, answer => Assert.Equal("1", answer));
        Assert.True(clock.ElapsedMilliseconds < 5900, $"{clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task What_gathers_while_the_model_is_busy_runs_as_one_batch()
    {
        await using var serving = await ServingProcess.Serve("gathering", "--max-batch", "16");
        var first = serving.Predict("2500");
        await InTheModel(serving);
        var rest = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => serving.Predict("0")));
        Assert.Equal("1", await first);
        Assert.All(rest, answer => Assert.Equal("16", answer));
        var metrics = (await serving.Get("/metrics")).Body;
        Assert.Contains("mlp_batch_size_bucket{le=\"8\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("mlp_batch_size_bucket{le=\"16\"} 2\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_alone_does_not_wait_for_a_batch()
    {
        await using var serving = await ServingProcess.Serve("gathering", "--max-batch-delay", "10s");
        var clock = Stopwatch.StartNew();
        await serving.Predict("0");
        await serving.Predict("0");
        Assert.True(clock.ElapsedMilliseconds < 9000, $"{clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task With_a_delay_a_batch_fills_under_load()
    {
        await using var serving = await ServingProcess.Serve("gathering", "--max-batch-delay", "1500ms", "--max-batch", "8");
        var first = serving.Predict("1500");
        await InTheModel(serving);
        var two = Task.WhenAll(serving.Predict("1"), serving.Predict("1")); // A batch of two: from now on there is load.
        await Task.WhenAll(first, two);
        var early = serving.Predict("0");
        await Task.Delay(100);
        Assert.Equal(["2", "2"], await Task.WhenAll(early, serving.Predict("0")));
    }

    [Fact]
    public async Task Who_is_at_fault_in_a_batch_fails_alone()
    {
        await using var serving = await ServingProcess.Serve("moody_batch");
        var file = _folder.PathOf("release");
        var first = serving.Predict($"\"hang {file}\"");
        await InTheModel(serving);
        var (good, bad, refused, good2) = (serving.Post("/predict", "\"a\""), serving.Post("/predict", "\"throw\""), serving.Post("/predict", "\"refuse\""), serving.Post("/predict", "\"b\""));
        await Waiting(serving, 4);
        await File.WriteAllTextAsync(file, "");
        Assert.Equal((200, "\"a\""), await good);
        Assert.Equal((200, "\"b\""), await good2);
        Assert.Equal((400, "MLP9015", "$.word"), Told(await refused));
        Assert.Equal((500, "MLP9033", null), Told(await bad));
        Assert.DoesNotContain("secret", (await bad).Body, StringComparison.Ordinal);
        Assert.Contains("a secret of the inside", serving.Log, StringComparison.Ordinal);
        await first;
    }

    [Theory]
    [InlineData("moody")]
    [InlineData("moody_batch")]
    public async Task A_prediction_that_hangs_takes_no_other_with_it(string model)
    {
        await using var serving = await ServingProcess.Serve(model, "--timeout", "2s");
        var file = _folder.PathOf("release");
        var hanging = serving.Post("/predict", $"\"hang {file}\"");
        await InTheModel(serving);
        var others = Enumerable.Range(0, 5).Select(i => serving.Post("/predict", $"\"{i}\"")).ToList();
        Assert.Equal((504, "MLP9032", null), Told(await hanging));
        // Those that waited behind it ran out of time as well, or were answered by the instance in its place.
        Assert.All(await Task.WhenAll(others), answer => Assert.Contains(answer.Status, new[] { 200, 504 }));
        Assert.Equal("\"after\"", await serving.Predict("\"after\""));
        // A batch that hangs is tried again one by one, and what hung in it may hang once more before its time is over.
        Assert.Matches("mlp_instances_given_up [12]\n", (await serving.Get("/metrics")).Body);
        await File.WriteAllTextAsync(file, "");
        await ServingProcess.Until(async () => (await serving.Get("/metrics")).Body.Contains("mlp_instances_given_up 0\n", StringComparison.Ordinal));
        Assert.Equal("\"again\"", await serving.Predict("\"again\""));
    }

    [Fact]
    public async Task Others_in_the_batch_of_one_that_hangs_are_answered_in_time()
    {
        await using var serving = await ServingProcess.Serve("moody_batch", "--timeout", "6s");
        var file = _folder.PathOf("release");
        var first = serving.Predict($"\"hang {file}\"");
        await InTheModel(serving);
        var hanging = serving.Post("/predict", $"\"hang {_folder.PathOf("never")}\"");
        await Waiting(serving, 1);
        var others = Enumerable.Range(0, 5).Select(i => serving.Post("/predict", $"\"{i}\"")).ToList();
        await Waiting(serving, 6);
        await File.WriteAllTextAsync(file, "");
        Assert.Equal(Enumerable.Range(0, 5).Select(i => (200, $"\"{i}\"")), await Task.WhenAll(others));
        Assert.Equal((504, "MLP9032", null), Told(await hanging));
        await first;
    }

    [Fact]
    public async Task A_model_that_hangs_every_time_is_told_at_last()
    {
        await using var serving = await ServingProcess.Serve("moody", "--timeout", "200ms");
        var file = _folder.PathOf("release");
        for (var i = 0; i < 12 && (await serving.Get("/health/ready")).Status == 200; i++)
        {
            await serving.Post("/predict", $"\"hang {file}\"");
        }

        await ServingProcess.Until(async () => (await serving.Get("/health/ready")).Status == 503);
        Assert.Contains("MLP9007", (await serving.Get("/health/ready")).Body, StringComparison.Ordinal);
        Assert.Equal(503, (await serving.Get("/health/live")).Status);
        Assert.Equal((503, "MLP9007", null), Told(await serving.Post("/predict", "\"a\"")));
        await File.WriteAllTextAsync(file, "");
        await serving.Ready();
        Assert.Equal("\"again\"", await serving.Predict("\"again\""));
    }

    [Fact]
    public async Task Sessions_go_on_after_a_model_that_hung_every_time()
    {
        await using var serving = await ServingProcess.Serve("moody_session", "--timeout", "400ms");
        var file = _folder.PathOf("release");
        for (var i = 0; i < 12 && (await serving.Get("/health/ready")).Status == 200; i++)
        {
            var hanging = serving.Post("/predict", $"\"hang {file}\"", "a");
            await Task.Delay(250);
            var waiting = Enumerable.Range(0, 3).Select(_ => serving.Post("/predict", "\"b\"", "b")).ToList();
            await hanging;
            await Task.WhenAll(waiting);
        }

        Assert.Equal(503, (await serving.Get("/health/ready")).Status);
        await File.WriteAllTextAsync(file, "");
        await serving.Ready();
        Assert.Equal("\"again\"", await serving.Predict("\"again\"", session: "a"));
        Assert.Equal("\"again\"", await serving.Predict("\"again\"", session: "b"));
        Assert.Contains("mlp_queue_length 0\n", (await serving.Get("/metrics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_in_a_session_is_told_in_time()
    {
        await using var serving = await ServingProcess.Serve("moody_session", "--timeout", "1s");
        var file = _folder.PathOf("release");
        var hanging = serving.Post("/predict", $"\"hang {file}\"", "a");
        await Task.Delay(700);
        var clock = Stopwatch.StartNew();
        Assert.Equal((504, "MLP9032", null), Told(await serving.Post("/predict", $"\"hang {file}\"", "a")));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(8), $"{clock.Elapsed}");
        await hanging;
        await File.WriteAllTextAsync(file, "");
    }

    [Fact]
    public async Task An_input_that_hangs_while_it_is_read_keeps_no_other_from_being_read()
    {
        await using var serving = await ServingProcess.Serve("moody_input");
        var file = _folder.PathOf("release");
        var hanging = Enumerable.Range(0, 6).Select(_ => serving.Post("/predict", $$"""{"order":"hang {{file}}"}""")).ToList();
        await Task.Delay(500);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => serving.Predict("""{"order":"a"}"""))), answer => Assert.Equal("\"a\"", answer));
        Assert.DoesNotContain(hanging, answer => answer.IsCompleted);
        await File.WriteAllTextAsync(file, "");
        Assert.All(await Task.WhenAll(hanging), answer => Assert.Equal(200, answer.Status));
    }

    [Fact]
    public void The_runtime_lets_a_socket_be_read_where_it_is_waited_for()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.True(SocketThreads.TryPrefer(socket));
    }

    [Fact]
    public async Task A_full_queue_says_so_at_once()
    {
        await using var serving = await ServingProcess.Serve("moody", "--queue", "2");
        var file = _folder.PathOf("release");
        var answers = new List<Task<(int Status, string Body)>> { serving.Post("/predict", $"\"hang {file}\"") };
        await InTheModel(serving);
        answers.AddRange(Enumerable.Range(0, 6).Select(i => serving.Post("/predict", $"\"{i}\"")));
        await ServingProcess.Until(() => Task.FromResult(answers.Count(answer => answer.IsCompleted) == 4));
        await File.WriteAllTextAsync(file, "");
        var all = await Task.WhenAll(answers);
        Assert.Equal(3, all.Count(answer => answer.Status == 200));
        Assert.All(all.Where(answer => answer.Status != 200), answer => Assert.Equal((503, "MLP9031", null), Told(answer)));
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_and_the_model_goes_on()
    {
        await using var serving = await ServingProcess.Serve("moody", "--timeout", "4s");
        var slow = serving.Post("/predict", "\"sleep 2500\"");
        await InTheModel(serving);
        var queued = Enumerable.Range(0, 2).Select(_ => serving.Post("/predict", "\"sleep 4500\"")).ToList();
        Assert.Equal(200, (await slow).Status);
        Assert.All(await Task.WhenAll(queued), answer => Assert.Equal((504, "MLP9032", null), Told(answer)));
        await ServingProcess.Until(async () => (await serving.Post("/predict", "\"a\"")).Status == 200);
    }

    [Fact]
    public async Task Who_goes_away_is_not_predicted_for()
    {
        await using var serving = await ServingProcess.Serve("moody");
        var file = _folder.PathOf("release");
        var first = serving.Post("/predict", $"\"hang {file}\"");
        await InTheModel(serving);
        using (var gone = new CancellationTokenSource())
        using (var content = new StringContent($"\"hang {_folder.PathOf("never")}\""))
        {
            var leaving = serving.Http.PostAsync("/predict", content, gone.Token);
            await Waiting(serving, 1);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        }

        await Running(serving, 1);
        await File.WriteAllTextAsync(file, "");
        Assert.Equal(200, (await first).Status);
        Assert.Equal("\"next\"", await serving.Predict("\"next\""));
    }

    [Fact]
    public async Task A_throwing_model_leaves_the_process_alive()
    {
        await using var serving = await ServingProcess.Serve("moody");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => serving.Post("/predict", "\"throw\""))), answer => Assert.Equal((500, "MLP9033", null), Told(answer)));
        Assert.Equal("\"a\"", await serving.Predict("\"a\""));
    }

    private static Task InTheModel(ServingProcess serving) => serving.Until("mlp_instances_busy 1");

    private static Task Waiting(ServingProcess serving, int predictions) => serving.Until($"mlp_queue_length {predictions}");

    // Beside the one that asks.
    private static Task Running(ServingProcess serving, int requests) => serving.Until($"mlp_requests_running {requests + 1}");

    private static (int Status, string? Code, string? Value) Told((int Status, string Body) answer) =>
        (answer.Status, (string?)JsonNode.Parse(answer.Body)!["code"], (string?)JsonNode.Parse(answer.Body)!["value"]);
}
