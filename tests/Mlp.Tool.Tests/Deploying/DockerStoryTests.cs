using System.Text.Json;
using Mlp.Oci;
using Mlp.Testing;
using Mlp.Testing.Images;
using Mlp.Testing.Services;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Deploying;

/// <summary>The whole way on a Docker Engine: from a tag to answers out of containers, and on to the next ones.</summary>
public sealed class DockerStoryTests(InstalledTool tool, PackedLibraries packages, RealServices services)
{
    private const string Path = "serve/scale/factor/predict";
    private const string TooLarge = "its container ended with exit code 137, because it needed more memory than it may have";

    [Fact]
    public async Task A_tagged_model_serves_from_a_container_and_is_replaced_under_load()
    {
        using var author = await Author(await services.Docker);
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");

        var deployed = await author.Lines("deploy", "--target", "docker");
        Assert.Equal("new        scale 1.0.0 with factor 1.0", deployed[0]);
        Assert.StartsWith("deployed scale 1.0.0 with factor 1.0 at /serve/scale/factor in ", deployed[^1], StringComparison.Ordinal);
        Assert.Equal("6", Story.Curl(author, Path, "3"));
        Assert.Equal("6", (await author.Predict("3")).Trim());
        Assert.Equal(["unchanged  scale 1.0.0 with factor 1.0"], await author.Lines("deploy", "--target", "docker"));
        await CheckContainer(author, await Container(author));

        await Story.Publish(author, "2.5", "1.1");
        await using (var load = new ConstantLoad(author.Socket, Path, "3"))
        {
            await author.Done("deploy", "--target", "docker");
            await Story.WaitFor(() => load.Answers > 500);
            Assert.Empty(load.Failures);
        }

        Assert.Equal("7.5", Story.Curl(author, Path, "3"));
        await Story.WaitFor(async () => (await Containers(author)).Count == 1);
        await Story.Release(author, "v2.0.0");
        Assert.Equal(["unchanged  scale 1.0.0 with factor 1.1"], await author.Lines("deploy", "--target", "docker"));
        await Story.Publish(author, "10", "2.0", "scale@2.0.0");
        Assert.Equal("replace    scale 1.0.0 -> 2.0.0 with factor 1.1 -> 2.0", (await author.Lines("deploy", "--target", "docker"))[0]);
        Assert.Equal("30", Story.Curl(author, Path, "3"));

        Assert.StartsWith("serves scale 1.0.0 with factor 1.1", await author.Done("rollback", "scale", "factor", "--target", "docker"), StringComparison.Ordinal);
        Assert.Equal("7.5", Story.Curl(author, Path, "3"));
        await author.Done("rollback", "scale", "factor", "--to", "1.0", "--target", "docker");
        Assert.Equal("6", Story.Curl(author, Path, "3"));
        var history = (await author.Json("history", "scale", "factor")).EnumerateArray().Select(each => $"{each.Text("typeVersion")}+{each.Text("parametersVersion")} {each.Text("state")}");
        Assert.Equal(["1.0.0+1.0 serving", "1.0.0+1.1 ended", "2.0.0+2.0 ended", "1.0.0+1.1 ended", "1.0.0+1.0 ended"], history);
        await Remove(author);
    }

    [Fact]
    public async Task A_release_pushes_images_and_then_deploys_and_the_ledger_has_both()
    {
        using var author = await Author(await services.Docker);
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");
        await author.Done("release", "--target", "docker");
        Assert.Equal("6", Story.Curl(author, Path, "3"));
        var steps = (await author.Json("release", "status", "v1.0.0")).GetProperty("steps").EnumerateArray().TakeLast(4).ToList();
        Assert.Equal(["images started", "images done", "deployed started", "deployed done"], steps.Select(step => $"{step.Text("step")} {step.Text("state")}"));
        Assert.All(steps.Where(step => step.Text("state") == "done"), step => Assert.StartsWith("sha256:", step.Text("digest"), StringComparison.Ordinal));
        await Remove(author);
    }

    [Fact]
    public async Task What_fails_leaves_what_served_what_is_killed_comes_back_and_a_server_finds_its_containers_again()
    {
        var engine = await services.Docker;
        using var author = await Author(engine);
        var network = author.Variables["MLP_DOCKER_NETWORK"] = $"mlp-{Guid.NewGuid():n}";
        await engine.Docker("network", "create", network);
        var other = (await engine.Docker("run", "--detach", "--label", "mlp.home=0123456789abcdef", "--label", "mlp.deployment=1", "--entrypoint", "sleep", $"{await BaseImage()}", "600")).Trim();
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");
        await author.Done("deploy", "--target", "docker");
        var first = await Container(author);
        Assert.Equal([network], JsonElement.Parse(await engine.Docker("inspect", first))[0].GetProperty("NetworkSettings").GetProperty("Networks").EnumerateObject().Select(each => each.Name));

        author.Code.Write("broken/factor.f32", "no numbers");
        await author.Done("publish", "factor", "broken", "--model", "scale@1.0.0");
        var (exit, output, _) = await author.Run("deploy", "--target", "docker");
        Assert.Equal(1, exit);
        Assert.Contains("failed scale with factor: MLP7801: ", output, StringComparison.Ordinal);
        Assert.Equal("6", Story.Curl(author, Path, "3"));
        Assert.Equal(first, await Container(author));

        // Too large for what it may have: told of one that is to serve, and noted of one that does.
        await Story.Publish(author, "-1", "1.2");
        Assert.Contains(TooLarge, (await author.Run("deploy", "--target", "docker")).Output, StringComparison.Ordinal);
        Assert.Contains(TooLarge, (await author.Json("history", "scale", "factor"))[0].Text("error"), StringComparison.Ordinal);
        Assert.Equal(first, await Container(author));
        Assert.Empty(Story.Curl(author, Path, "-1"));
        await Story.WaitFor(async () => await Containers(author) is [var id] && id != first);
        Assert.Equal("6", Story.Curl(author, Path, "3"));
        var log = await File.ReadAllLinesAsync(System.IO.Path.Combine(author.Home, "logs", "scale+factor.docker.log"));
        Assert.Equal(2, log.Count(line => line.Contains(TooLarge, StringComparison.Ordinal)));
        first = await Container(author);

        // Killed: what was on its way is lost, what comes next waits for the new one.
        await using (var load = new ConstantLoad(author.Socket, Path, "3", callers: 1))
        {
            await Story.WaitFor(() => load.Answers > 50);
            await engine.Docker("kill", first);
            var before = load.Answers;
            await Story.WaitFor(async () => load.Answers > before + 200 && await Containers(author) is [var id] && id != first);
            Assert.True(load.Failures.Count <= 1, string.Join('\n', load.Failures));
        }

        // The server goes without a word; its containers serve on, and the next one goes on with them.
        var second = await Container(author);
        author.KillServer();
        Assert.Equal(second, await Container(author));
        Assert.Equal("6", (await author.Predict("3")).Trim());
        Assert.Equal(second, await Container(author));

        // The same where it was asked to end.
        await author.EndServer();
        Assert.Equal(second, await Container(author));
        await Leftover(author);
        Assert.Equal("6", (await author.Predict("3")).Trim());

        // What is left of what does not serve any more is removed; what is another's is not.
        await Story.WaitFor(async () => await Containers(author) is [var id] && id == second);
        await End(author);
        await Story.WaitFor(async () => (await Containers(author)).Count == 0);
        Assert.Equal("true", (await engine.Docker("inspect", "--format", "{{.State.Running}}", other)).Trim());
        await engine.Docker("rm", "--force", other);
        await engine.Docker("network", "rm", network);
    }

    [Fact]
    public async Task An_engine_that_is_away_is_told_and_what_it_ran_serves_when_it_is_back()
    {
        await using var engine = await DockerEngine.Start();
        using var author = await Author(engine);
        await Story.Release(author, "v1.0.0");
        await Story.Publish(author, "2", "1.0");
        await author.Done("deploy", "--target", "docker");

        engine.Stop();
        await Story.WaitFor(async () => (await Trouble(author))?.Contains($"the Docker Engine at '{engine.Socket}' cannot be reached", StringComparison.Ordinal) == true);
        await Story.Publish(author, "2.5", "1.1");
        Assert.Contains("cannot be reached", (await author.Run("deploy", "--target", "docker")).Output, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", (await Trouble(author))!, StringComparison.Ordinal);

        await engine.StartAgain();
        await Story.WaitUntil(() => Trouble(author));
        Assert.Equal("6", Story.Curl(author, Path, "3"));

        // Told before the server was started again, and not true any more since.
        engine.Stop();
        await Story.WaitFor(async () => (await Trouble(author))?.Contains("cannot be reached", StringComparison.Ordinal) == true);
        author.KillServer();
        await engine.StartAgain();
        Assert.Equal("6", (await author.Predict("3")).Trim());
        await Story.WaitUntil(() => Trouble(author));
        Assert.Single((await engine.Docker("ps", "--all", "--quiet", "--filter", $"label=mlp.home={Home(author)}")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<string?> Trouble(Author author) =>
        Assert.Single((await author.Json("status")).EnumerateArray()).TryGetProperty("error", out var error) ? error.GetString() : null;

    private async Task<Author> Author(DockerEngine engine)
    {
        var author = new Author(tool, packages);
        author.Variables["MLP_DOCKER"] = engine.Socket;
        author.Variables["MLP_DOCKER_MEMORY"] = "300MiB";
        author.Variables["MLP_DOCKER_CPUS"] = "1.5";
        author.Variables["MLP_IMAGES"] = $"{(await services.Registry).Host}/models-{Guid.NewGuid():n}";
        author.Variables["MLP_BASE_IMAGE"] = $"{await BaseImage()}";
        return author;
    }

    private async Task<ImageReference> BaseImage()
    {
        using var oci = new RegistryClient(new());
        return await TestBaseImage.Push(oci, ImageReference.Parse($"{(await services.Registry).Host}/base/aspnet:1"));
    }

    private async Task CheckContainer(Author author, string id)
    {
        var container = JsonElement.Parse(await (await services.Docker).Docker("inspect", id))[0];
        var (config, host) = (container.GetProperty("Config"), container.GetProperty("HostConfig"));
        Assert.Equal((300L << 20, 1_500_000_000L, 1024L), (host.GetProperty("Memory").GetInt64(), host.GetProperty("NanoCpus").GetInt64(), host.GetProperty("PidsLimit").GetInt64()));
        Assert.Equal("unless-stopped", host.GetProperty("RestartPolicy").Text("Name"));
        Assert.True(host.GetProperty("ReadonlyRootfs").GetBoolean());
        Assert.Equal("ALL", host.GetProperty("CapDrop")[0].GetString());
        Assert.Equal("no-new-privileges", host.GetProperty("SecurityOpt")[0].GetString());
        Assert.Equal("65532:65532", config.Text("User"));
        var labels = config.GetProperty("Labels");
        Assert.Equal(("scale", "1.0.0", "factor", "1.0"), (labels.Text("mlp.type"), labels.Text("mlp.type-version"), labels.Text("mlp.parameters"), labels.Text("mlp.parameters-version")));
        Assert.All(container.GetProperty("NetworkSettings").GetProperty("Ports").GetProperty("8080/tcp").EnumerateArray(), binding => Assert.Equal("127.0.0.1", binding.Text("HostIp")));

        var token = config.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()!.Split('=', 2)).Single(parts => parts[0] == "MLP_SERVING_TOKEN")[1];
        Assert.DoesNotContain(token, await (await services.Docker).Docker("logs", id), StringComparison.Ordinal);
        Assert.DoesNotContain(token, string.Join('\n', container.GetProperty("Args").EnumerateArray()), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(author.Home, "*.log", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(token, StringComparison.Ordinal));
    }

    private async Task Leftover(Author author) =>
        await (await services.Docker).Docker("run", "--detach", "--label", $"mlp.home={Home(author)}", "--label", "mlp.deployment=1234567", "--entrypoint", "sleep", $"{await BaseImage()}", "600");

    private static async Task End(Author author)
    {
        var serving = Assert.Single((await author.Json("status")).EnumerateArray());
        using var http = ConstantLoad.ThroughSocket(author.Socket);
        using var answer = await http.PostAsync(new Uri($"api/v1/deployments/{serving.GetProperty("id")}/end", UriKind.Relative), null);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    private async Task Remove(Author author)
    {
        author.KillServer();
        foreach (var id in await Containers(author))
        {
            await (await services.Docker).Docker("rm", "--force", id);
        }
    }

    private async Task<string> Container(Author author) => Assert.Single(await Containers(author));

    private static string Home(Author author) => File.ReadAllText(System.IO.Path.Combine(author.Home, "home.id")).Trim();

    private async Task<IReadOnlyList<string>> Containers(Author author)
    {
        return (await (await services.Docker).Docker("ps", "--all", "--no-trunc", "--quiet", "--filter", $"label=mlp.home={Home(author)}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
