namespace Mlp.Serving.Tests;

/// <summary>A model with state remembers each session apart.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task Sessions_do_not_see_each_other_and_without_one_each_prediction_is_the_first()
    {
        await using var serving = await ServingProcess.Serve("average");
        Assert.Equal("4", await serving.Predict("4", session: "a"));
        Assert.Equal("10", await serving.Predict("10", session: "b"));
        Assert.Equal("6", await serving.Predict("8", session: "a"));
        Assert.Equal("100", await serving.Predict("100"));
        Assert.Equal("7", await serving.Predict("9", session: "a"));
        Assert.Equal("15", await serving.Predict("20", session: "b"));
        Assert.Contains("mlp_sessions 2\n", (await serving.Get("/metrics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prediction_that_fails_changes_nothing()
    {
        await using var serving = await ServingProcess.Serve("average");
        await serving.Predict("4", session: "a");
        Assert.Equal(400, (await serving.Post("/predict", "-1", "a")).Status);
        Assert.Equal("6", await serving.Predict("8", session: "a"));
    }

    [Fact]
    public async Task Predictions_of_a_session_run_one_after_the_other_on_any_instance()
    {
        await using var serving = await ServingProcess.Serve("average", "--instances", "4");
        await Task.WhenAll(Enumerable.Range(1, 200).Select(i => serving.Predict($"{i}", session: $"{i % 3}")));
        // Each session has seen its 66 or 67 numbers, in whatever order: their average does not depend on it.
        Assert.Equal($"{(Enumerable.Range(1, 200).Where(i => i % 3 == 0).Sum() + 0.0) / 67}", await serving.Predict("0", session: "0"));
    }

    [Fact]
    public async Task The_other_protocols_have_sessions_as_well()
    {
        await using var serving = await ServingProcess.Serve("average");
        Assert.Equal("[4,6,7]", await serving.Predict("[4,8,9]", "/predict/batch", "a"));
        Assert.Contains("\"data\":[10.5]", await serving.Predict("""{"parameters":{"session":"a"},"inputs":[{"name":"input","datatype":"FP64","shape":[1],"data":[21]}]}""", "/v2/models/average/infer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_end_when_they_are_idle_and_are_not_more_than_allowed()
    {
        await using var serving = await ServingProcess.Serve("average", "--sessions", "2", "--session-idle", "3s");
        await serving.Predict("4", session: "a");
        await serving.Predict("4", session: "b");
        Assert.Contains("MLP9036", (await serving.Post("/predict", "4", "c")).Body, StringComparison.Ordinal);
        await Task.Delay(4000);
        Assert.Equal("8", await serving.Predict("8", session: "a"));
        Assert.Contains("mlp_sessions 1\n", (await serving.Get("/metrics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_state_has_no_sessions()
    {
        await using var serving = await ServingProcess.Serve("celsius");
        Assert.Contains("MLP9016", (await serving.Post("/predict", "4", "a")).Body, StringComparison.Ordinal);
    }
}
