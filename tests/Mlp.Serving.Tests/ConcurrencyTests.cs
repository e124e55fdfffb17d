using System.Diagnostics;
using System.Text.Json.Nodes;
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
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => serving.Predict("60")));
        Assert.Equal(most, answers.MaxBy(int.Parse));
    }

    [Fact]
    public async Task Several_instances_run_at_the_same_time()
    {
        await using var serving = await ServingProcess.Serve("exclusive", "--instances", "4");
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => serving.Predict("500")));
        Assert.All(answers, answer => Assert.Equal("1", answer));
        Assert.True(clock.ElapsedMilliseconds < 1900, $"{clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task What_gathers_while_the_model_is_busy_runs_as_one_batch()
    {
        await using var serving = await ServingProcess.Serve("gathering", "--max-batch", "16");
        var first = serving.Predict("400");
        await Task.Delay(150);
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
        await using var serving = await ServingProcess.Serve("gathering", "--max-batch-delay", "2s");
        var clock = Stopwatch.StartNew();
        await serving.Predict("0");
        await serving.Predict("0");
        Assert.True(clock.ElapsedMilliseconds < 1500, $"{clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task With_a_delay_a_batch_fills_under_load()
    {
        await using var serving = await ServingProcess.Serve("gathering", "--max-batch-delay", "400ms", "--max-batch", "8");
        var first = serving.Predict("300");
        await Task.Delay(100);
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
        var first = serving.Predict("\"sleep 400\"");
        await Task.Delay(150);
        var (good, bad, refused, good2) = (serving.Post("/predict", "\"a\""), serving.Post("/predict", "\"throw\""), serving.Post("/predict", "\"refuse\""), serving.Post("/predict", "\"b\""));
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
        await Task.Delay(200);
        var others = Enumerable.Range(0, 5).Select(i => serving.Post("/predict", $"\"{i}\"")).ToList();
        Assert.Equal((504, "MLP9032", null), Told(await hanging));
        // Those that waited behind it ran out of time as well, or were answered by the instance in its place.
        Assert.All(await Task.WhenAll(others), answer => Assert.Contains(answer.Status, new[] { 200, 504 }));
        Assert.Equal("\"after\"", await serving.Predict("\"after\""));
        Assert.Contains("mlp_instances_given_up 1\n", (await serving.Get("/metrics")).Body, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "");
        await ServingProcess.Until(async () => (await serving.Get("/metrics")).Body.Contains("mlp_instances_given_up 0\n", StringComparison.Ordinal));
        Assert.Equal("\"again\"", await serving.Predict("\"again\""));
    }

    [Fact]
    public async Task Others_in_the_batch_of_one_that_hangs_are_answered_in_time()
    {
        await using var serving = await ServingProcess.Serve("moody_batch", "--timeout", "6s");
        var first = serving.Predict("\"sleep 500\"");
        await Task.Delay(200);
        var hanging = serving.Post("/predict", $"\"hang {_folder.PathOf("never")}\"");
        await Task.Delay(50);
        var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => serving.Post("/predict", $"\"{i}\"")));
        Assert.Equal(Enumerable.Range(0, 5).Select(i => (200, $"\"{i}\"")), others);
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
    public async Task A_full_queue_says_so_at_once()
    {
        await using var serving = await ServingProcess.Serve("moody", "--queue", "2");
        var answers = new List<Task<(int Status, string Body)>> { serving.Post("/predict", "\"sleep 700\"") };
        await Task.Delay(200);
        answers.AddRange(Enumerable.Range(0, 6).Select(i => serving.Post("/predict", $"\"{i}\"")));
        var all = await Task.WhenAll(answers);
        Assert.Equal(3, all.Count(answer => answer.Status == 200));
        Assert.All(all.Where(answer => answer.Status != 200), answer => Assert.Equal((503, "MLP9031", null), Told(answer)));
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_and_the_model_goes_on()
    {
        await using var serving = await ServingProcess.Serve("moody", "--timeout", "500ms");
        var slow = serving.Post("/predict", "\"sleep 450\"");
        await Task.Delay(100);
        var queued = Enumerable.Range(0, 2).Select(_ => serving.Post("/predict", "\"sleep 450\"")).ToList();
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
        await Task.Delay(200);
        using (var gone = new CancellationTokenSource())
        using (var content = new StringContent($"\"hang {_folder.PathOf("never")}\""))
        {
            var leaving = serving.Http.PostAsync("/predict", content, gone.Token);
            await Task.Delay(200);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        }

        await Task.Delay(300);
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

    private static (int Status, string? Code, string? Value) Told((int Status, string Body) answer) =>
        (answer.Status, (string?)JsonNode.Parse(answer.Body)!["code"], (string?)JsonNode.Parse(answer.Body)!["value"]);
}
