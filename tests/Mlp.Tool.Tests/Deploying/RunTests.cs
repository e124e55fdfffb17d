using Mlp.Testing;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Deploying;

/// <summary>A model that serves in the foreground: what is published meanwhile is taken up, and nothing outlives the command.</summary>
public sealed class RunTests(InstalledTool tool, PackedLibraries packages)
{
    [Fact]
    public async Task New_versions_are_taken_up_without_losing_a_request()
    {
        using var author = new Author(tool, packages);
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");
        await using var running = await RunningModel.Start(tool, author, "scale", "factor");
        Assert.Equal("6 of scale/1.0.0 with factor/1.0", await running.Predict("3"));
        await using (var load = new ConstantLoad(new HttpClient { BaseAddress = running.Url }, "predict", "3", callers: 8))
        {
            await Story.Publish(author, "2.5", "1.1");
            await Story.WaitFor(async () => await running.Predict("3") == "7.5 of scale/1.0.0 with factor/1.1");
            await Story.Release(author, "v1.1.0"); // It inherits what fits.
            await Story.WaitFor(async () => await running.Predict("3") == "7.5 of scale/1.1.0 with factor/1.1");
            await Story.WaitFor(() => load.Answers > 500);
            Assert.Empty(load.Failures);
        }

        // What cannot be served is told, and changes nothing.
        author.Code.Write("broken/factor.f32", "no numbers");
        await author.Done("publish", "factor", "broken", "--model", "scale@1.1.0");
        await Story.WaitFor(() => running.Told.Contains("MLP9005", StringComparison.Ordinal));
        Assert.Equal("7.5 of scale/1.1.0 with factor/1.1", await running.Predict("3"));
        Assert.Equal(0, await running.Interrupt());
        Assert.False(await running.Answers());
    }

    [Fact]
    public async Task What_it_serves_ends_with_it_however_it_ends()
    {
        using var author = new Author(tool, packages);
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");
        await using var running = await RunningModel.Start(tool, author, "scale@1.0.0", "factor@1.0");
        Assert.Equal("6 of scale/1.0.0 with factor/1.0", await running.Predict("3"));
        var served = Assert.Single(running.Children());
        await running.Kill();
        await Story.WaitFor(() => !Directory.Exists($"/proc/{served}"));
        Assert.False(await running.Answers());
    }
}
