using Mlp.Models;
using Mlp.Testing;
using Mlp.Tool.Tests.Releases;
using Mlp.Wire;

namespace Mlp.Tool.Tests.Deploying;

/// <summary>The whole way on the target that needs nothing: from a tag to answers over HTTP, and on to the next ones.</summary>
public sealed class LocalStoryTests(InstalledTool tool, PackedLibraries packages)
{
    private const string Path = "serve/scale/factor/predict";

    [Fact]
    public async Task A_tagged_model_serves_is_replaced_under_load_and_comes_back()
    {
        using var author = new Author(tool, packages);
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");

        Assert.Equal(["new        scale 1.0.0 with factor 1.0"], await author.Lines("deploy", "--dry-run"));
        Assert.Equal(["No deployments"], await NoDeployments(author));
        var deployed = await author.Lines("deploy");
        Assert.StartsWith("deployed scale 1.0.0 with factor 1.0 at /serve/scale/factor in ", deployed[^1], StringComparison.Ordinal);
        Assert.Equal("6", Story.Curl(author, Path, "3"));
        Assert.Equal("6", (await author.Predict("3")).Trim());
        Assert.Equal(["unchanged  scale 1.0.0 with factor 1.0"], await author.Lines("deploy"));

        await Story.Publish(author, "2.5", "1.1");
        await using (var load = new ConstantLoad(author.Socket, Path, "3"))
        {
            await author.Done("deploy");
            await Story.WaitFor(() => load.Answers > 500);
            Assert.Empty(load.Failures);
        }

        Assert.Equal("7.5", Story.Curl(author, Path, "3"));

        // A new major version has no weights yet: the old pair serves on until it has.
        await Story.Release(author, "v2.0.0");
        Assert.Equal(["unchanged  scale 1.0.0 with factor 1.1"], await author.Lines("deploy"));
        Assert.Equal("7.5", Story.Curl(author, Path, "3"));
        await Story.Publish(author, "10", "2.0", "scale@2.0.0");
        Assert.Equal("replace    scale 1.0.0 -> 2.0.0 with factor 1.1 -> 2.0", (await author.Lines("deploy"))[0]);
        Assert.Equal("30", Story.Curl(author, Path, "3"));

        Assert.StartsWith("serves scale 1.0.0 with factor 1.1", await author.Done("rollback", "scale", "factor"), StringComparison.Ordinal);
        Assert.Equal("7.5", Story.Curl(author, Path, "3"));
        await author.Done("rollback", "scale", "factor", "--to", "1.0");
        Assert.Equal("6", Story.Curl(author, Path, "3"));
        var history = (await author.Json("history", "scale", "factor")).EnumerateArray().Select(each => $"{each.Text("typeVersion")}+{each.Text("parametersVersion")} {each.Text("state")}");
        Assert.Equal(["1.0.0+1.0 serving", "1.0.0+1.1 ended", "2.0.0+2.0 ended", "1.0.0+1.1 ended", "1.0.0+1.0 ended"], history);
    }

    [Fact]
    public async Task What_fails_to_start_leaves_what_served_and_what_is_killed_comes_back()
    {
        using var author = new Author(tool, packages);
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");
        await author.Done("deploy");

        author.Code.Write("broken/factor.f32", "no numbers");
        await author.Done("publish", "factor", "broken", "--model", "scale@1.0.0");
        var (exit, output, errors) = await author.Run("deploy");
        Assert.Equal(1, exit);
        Assert.Contains("failed scale with factor: MLP7801: ", output, StringComparison.Ordinal);
        Assert.Contains("MLP7802", errors, StringComparison.Ordinal);
        Assert.Equal("6", Story.Curl(author, Path, "3"));

        await using (var load = new ConstantLoad(author.Socket, Path, "3", callers: 1))
        {
            author.KillModels();
            await Story.WaitFor(() => author.Models().Count > 0 && load.Answers > 50);
            Assert.True(load.Failures.Count <= 1, string.Join('\n', load.Failures));
        }

        // The server goes without a word, and the models with it; the next one brings them back.
        author.KillServer();
        await Story.WaitFor(() => author.Models().Count == 0);
        Assert.Equal("6", (await author.Predict("3")).Trim());
        await author.Done("status");
    }

    [Fact]
    public async Task An_application_calls_a_service_as_it_would_an_embedded_model()
    {
        using var author = new Author(tool, packages);
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");
        await author.Done("deploy");
        using var client = new Client(new ClientOptions(), ClientEnvironment.Current with { Variable = name => author.Environment.GetValueOrDefault(name) });

        var model = await client.CreateStandaloneModelAsync<float, float>("scale", "factor");
        Assert.Equal(6, await model.PredictAsync(3));
        var wrong = await client.CreateStandaloneModelAsync<string, float>("scale", "factor");
        Assert.Equal("MLP9011", (await Assert.ThrowsAsync<MlpException>(() => wrong.PredictAsync("three").AsTask())).Code);
        var other = await client.CreateStandaloneModelAsync<float, Version>("scale", "factor");
        Assert.Equal(ClientErrors.OtherOutput, (await Assert.ThrowsAsync<MlpException>(() => other.PredictAsync(3).AsTask())).Code);
        var missing = await Assert.ThrowsAsync<MlpException>(() => client.CreateStandaloneModelAsync<float, float>("scale", "factor", ParametersVersion.Parse("9.9")));
        Assert.Equal((ClientErrors.NothingServes, "9.9"), (missing.Code, missing.Value));

        var safe = await client.CreateStandaloneModelAsync("scale", "factor", fallback: new Constant());
        Assert.Equal(6, await safe.PredictAsync(3));
        await client.Deployments.EndAsync((await client.Deployments.ListAsync(state: DeploymentState.Serving).SingleAsync()).Id);
        await Story.WaitFor(async () => await safe.PredictAsync(3) == -1);
        Assert.Equal(ClientErrors.NothingServes, (await Assert.ThrowsAsync<MlpException>(() => model.PredictAsync(3).AsTask())).Code);
    }

    private sealed class Constant : IPredictor<float, float>
    {
        public ValueTask<float> PredictAsync(float input, Ct ct = default) => ValueTask.FromResult(-1f);
    }

    private static async Task<string[]> NoDeployments(Author author) => (await author.Json("status")).GetArrayLength() == 0 ? ["No deployments"] : ["some"];
}
