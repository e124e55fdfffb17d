using Mlp.Testing;
using Mlp.Tool.Tests.Deploying;

namespace Mlp.Tool.Tests.Releases;

/// <summary>A release goes on from registered models to what serves, and its ledger with it.</summary>
public sealed class ReleaseDeployTests(InstalledTool tool, PackedLibraries packages)
{
    private const string Path = "serve/scale/factor/predict";

    [Fact]
    public async Task A_release_registers_and_deploys_and_again_it_changes_nothing()
    {
        using var author = new Author(tool, packages);
        Tag(author, "v1.0.0");
        var (exit, output, errors) = await author.Run("release");
        Assert.Equal((0, "registered scale 1.0.0\n"), (exit, output));
        Assert.Contains("nothing to deploy: no parameters fit a standalone model of 'v1.0.0' yet", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(author.Socket));

        await Story.Publish(author, "2", "1.0");
        var lines = await author.Lines("release");
        Assert.Equal(["unchanged scale 1.0.0", "new        scale 1.0.0 with factor 1.0"], lines[..2]);
        Assert.StartsWith("deployed scale 1.0.0 with factor 1.0 at /serve/scale/factor in ", lines[2], StringComparison.Ordinal);
        Assert.Equal("6", Story.Curl(author, Path, "3"));
        var steps = await Steps(author, "v1.0.0");
        Assert.Equal(["registered done", "deployed started", "deployed done"], steps[^3..]);

        Assert.Equal(["unchanged scale 1.0.0", "unchanged  scale 1.0.0 with factor 1.0"], await author.Lines("release"));
        Assert.Equal(steps, await Steps(author, "v1.0.0"));
        Assert.DoesNotContain("go on with", (await author.Run("release", "status", "v1.0.0")).Errors, StringComparison.Ordinal);
        var answer = await author.Json("release");
        Assert.Equal("unchanged", Assert.Single(answer.GetProperty("deployed").EnumerateArray()).Text("outcome"));

        Tag(author, "v1.1.0");
        Assert.Equal(["registered scale 1.1.0", "replace    scale 1.0.0 -> 1.1.0 with factor 1.0"], (await author.Lines("release"))[..2]);
        Assert.Equal("1.1.0", Assert.Single((await author.Json("status")).EnumerateArray()).Text("typeVersion"));
    }

    [Fact]
    public async Task What_is_killed_after_it_was_registered_is_deployed_by_the_next_try()
    {
        using var author = new Author(tool, packages);
        Tag(author, "v1.0.0");
        await author.Done("release", "--no-deploy");
        Assert.Equal("registered done", (await Steps(author, "v1.0.0"))[^1]);
        await Story.Publish(author, "2", "1.0");
        await author.KillAt("deploying to local", "release");
        Assert.Equal("registered done", (await Steps(author, "v1.0.0"))[^1]);
        Assert.Equal(["unchanged scale 1.0.0", "new        scale 1.0.0 with factor 1.0"], (await author.Lines("release", "resume", "v1.0.0"))[..2]);
        Assert.Equal("6", Story.Curl(author, Path, "3"));
        Assert.Equal("deployed done", (await Steps(author, "v1.0.0"))[^1]);

        // Of two pairs one is rolled out when it is killed.
        var folder = author.Code.PathOf("bin/other");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(System.IO.Path.Combine(folder, "factor.f32"), BitConverter.GetBytes(10f));
        await author.Done("publish", "second", folder, "--model", "scale@1.0.0");
        Tag(author, "v1.1.0");
        await author.KillAt("rolling out scale 1.1.0 with second", "release");
        Assert.Equal("deployed started", (await Steps(author, "v1.1.0"))[^1]);
        Assert.Contains("go on with: mlp release resume v1.1.0", (await author.Run("release", "status", "v1.1.0")).Errors, StringComparison.Ordinal);

        var lines = await author.Lines("release", "resume", "v1.1.0");
        Assert.Equal(["unchanged scale 1.1.0", "unchanged  scale 1.1.0 with factor 1.0"], lines[..2]);
        Assert.Equal("deployed done", (await Steps(author, "v1.1.0"))[^1]);
        Assert.Equal("30", Story.Curl(author, "serve/scale/second/predict", "3"));
        Assert.All((await author.Json("status")).EnumerateArray(), each => Assert.Equal(("1.1.0", "serving"), (each.Text("typeVersion"), each.Text("state"))));
    }

    [Fact]
    public async Task A_pair_that_does_not_serve_is_told_as_such_and_the_release_stays_registered()
    {
        using var author = new Author(tool, packages);
        Tag(author, "v1.0.0");
        await author.Done("release");
        await Story.Publish(author, "2", "1.0");
        author.Code.Write("bin/broken/factor.f32", "no numbers");
        await author.Done("publish", "second", author.Code.PathOf("bin/broken"), "--model", "scale@1.0.0");

        var (exit, output, errors) = await author.Run("release");
        Assert.Equal(1, exit);
        Assert.Contains("failed scale with second: MLP7801: ", output, StringComparison.Ordinal);
        Assert.Contains("MLP7516: 'v1.0.0' is registered, but 1 of 2 pairs was not deployed", errors, StringComparison.Ordinal);
        Assert.Contains("mlp release resume v1.0.0", errors, StringComparison.Ordinal);
        Assert.Equal("6", Story.Curl(author, Path, "3"));
        var failed = (await author.Json("release", "status", "v1.0.0")).GetProperty("steps").EnumerateArray().Last();
        Assert.Equal(("deployed", "failed"), (failed.Text("step"), failed.Text("state")));
        Assert.Contains("MLP7801", failed.Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_standalone_model_nothing_is_deployed_and_no_server_started()
    {
        using var author = new Author(tool, packages).WithOneModel();
        author.Tag("v1.0.0");
        var (exit, output, errors) = await author.Run("release");
        Assert.Equal((0, "registered constant_model 1.0.0\n"), (exit, output));
        Assert.Contains("nothing to deploy: no model of 'v1.0.0' is standalone", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(author.Socket));
    }

    [Fact]
    public async Task Options_that_contradict_are_refused_before_anything_is_registered()
    {
        using var author = new Author(tool, packages);
        Tag(author, "v1.0.0");
        Assert.Equal(2, (await author.Run("release", "--no-deploy", "--target", "docker")).Exit);
        Assert.Equal(2, (await author.Run("release", "--repository", "registry.example.org/x")).Exit);
        Assert.Equal(2, (await author.Run("release", "--namespace", "models")).Exit);
        Assert.Equal(1, (await author.Run("release", "status", "v1.0.0")).Exit);

        author.Code.Write("mlp.json", """{"deploy": {"target": "docker"}}""");
        Tag(author, "v1.1.0");
        await author.Done("release");
        await Story.Publish(author, "2", "1.0", "scale@1.1.0");
        var (exit, output, errors) = await author.Run("release");
        Assert.Equal(1, exit);
        Assert.Contains("deploying to docker", errors, StringComparison.Ordinal);
        Assert.Contains("MLP7851", output, StringComparison.Ordinal);
        Assert.Contains("MLP7516", errors, StringComparison.Ordinal);
    }

    private static void Tag(Author author, string tag)
    {
        if (!File.Exists(author.Code.PathOf("Scale/Model.cs")))
        {
            author.Code.UseFeed();
            author.Code.Project("Scale/Scale.csproj", ["Mlp.Models"]);
        }

        author.Code.Write("Scale/Model.cs", ScaleModel.Code(tag));
        author.Code.Commit();
        author.Tag(tag);
    }

    private static async Task<string[]> Steps(Author author, string tag) =>
        [.. (await author.Json("release", "status", tag)).GetProperty("steps").EnumerateArray().Select(step => $"{step.Text("step")} {step.Text("state")}")];
}
