using System.Text;
using Mlp.Testing;
using Mlp.Tool.Tests.Forges;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Pipelines;

public sealed class GitLabPipelineTests(InstalledTool tool, PackedLibraries packages)
{
    private const string OwnJobs = """

        "mlp:test":
          script:
            - sh tests/quick.sh

        "physics:validate":
          stage: test
          needs: []
          script:
            - echo "a job of the project's own"
        """;

    [Fact]
    public async Task A_repository_made_by_init_goes_from_a_branch_to_a_served_model_in_the_templates_pipelines()
    {
        packages.AddClient();
        await using var registry = await RegistryProcess.Start();
        await using var forge = await StandInForge.Start();
        using var author = new Author(tool, packages) { Token = registry.AdminToken, Variables = { ["MLP_REGISTRY"] = registry.BaseUrl.AbsoluteUri } };
        using var runner = new GitLabRunner(author, tool, registry, forge);
        File.Delete(author.Code.PathOf(".gitignore"));
        await author.Done("init", ".", "--name", "demo", "--ci", "gitlab", "--templates", GitLabRunner.Templates, "--registry", registry.BaseUrl.AbsoluteUri);
        author.Code.UseFeed();
        author.Code.PinToFeed();
        author.Code.Commit();
        runner.Connect();

        // A branch is checked and tested, and registers nothing.
        var branch = await runner.Branch();
        Ended("0: mlp:check mlp:test", branch);
        Assert.Contains("Test run summary: Passed!", branch.Output, StringComparison.Ordinal);
        Assert.Equal("success", (string?)Assert.Single(forge.Statuses)["state"]);

        // A failing test ends the release before anything is claimed; jobs of the project's own run beside the template's.
        await File.AppendAllTextAsync(author.Code.PathOf(".gitlab-ci.yml"), OwnJobs);
        author.Code.Write("tests/quick.sh", "exit 3\n");
        author.Code.Commit();
        author.Tag("v1.0.0");
        var failing = await runner.Tag("v1.0.0");
        Ended("1: physics:validate", failing);
        Assert.DoesNotContain("mlp register", failing.Output, StringComparison.Ordinal);
        Assert.Empty((await author.Json("list", "releases")).EnumerateArray());

        Sdk.Git(author.Code.Root, "tag", "--delete", "v1.0.0");
        author.Code.Write("tests/quick.sh", "exit 0\n");
        author.Code.Commit();
        author.Tag("v1.0.0");
        var first = await runner.Tag("v1.0.0");
        Ended("0: mlp:deploy mlp:register mlp:test physics:validate", first);
        Assert.Contains("registered demo_model 1.0.0", first.Output, StringComparison.Ordinal);
        Assert.Contains("`demo_model`", (string?)Assert.Single(forge.Releases)["description"], StringComparison.Ordinal);

        // What a merge request would come to stands in a comment of it.
        author.Dotnet("run", "--project", "src/Demo.Training");
        author.Code.Write("src/Demo/Notes.cs", "namespace Demo;\n\ninternal static class Notes;\n");
        author.Code.Commit();
        var request = await runner.MergeRequest();
        Ended("0: mlp:check mlp:plan mlp:test physics:validate", request);
        Assert.Contains("v1.1.0 would register 1 model of " + GitLabRunner.ProjectId, (string?)Assert.Single(forge.Comments)["body"], StringComparison.Ordinal);

        // A tag ends with a model that answers.
        author.Tag("v1.1.0");
        var second = await runner.Tag("v1.1.0");
        Ended("0: mlp:deploy mlp:register mlp:test physics:validate", second);
        Assert.Equal("[3]", await Predicted(registry));
        var served = new Uri(registry.BaseUrl, "serve/demo_model/demo_model_weights");
        Assert.Equal(("production/demo_model/demo_model_weights", "v1.1.0", "success"), ((string?)forge.Environments[^1]["name"], (string?)forge.Deployments[^1]["ref"], (string?)forge.Deployments[^1]["status"]));
        Assert.Equal(served.AbsoluteUri, (string?)forge.Environments[^1]["external_url"]);
        Assert.Contains($"MLP_ENVIRONMENT_URL={served}\n", Left(author, "deploy.env"), StringComparison.Ordinal);
        Assert.Contains("MLP_MODELS=demo_model@1.1.0\n", Left(author, "register.env"), StringComparison.Ordinal);

        // The whole pipeline again changes nothing.
        var before = await State(author);
        var again = await runner.Tag("v1.1.0");
        Ended(Ended(second), again);
        Assert.Contains("unchanged demo_model 1.1.0", again.Output, StringComparison.Ordinal);
        Assert.Equal(before, await State(author));
        Assert.Equal("[3]", await Predicted(registry));
        Assert.DoesNotContain(registry.AdminToken, string.Concat(branch, failing, first, request, second, again), StringComparison.Ordinal);
    }

    private static void Ended(string expected, (int Exit, string Output, string Errors) pipeline) =>
        Assert.True(expected == Ended(pipeline), $"{Ended(pipeline)}\n{pipeline.Output}{pipeline.Errors}");

    // The exit code, and the jobs that passed.
    private static string Ended((int Exit, string Output, string Errors) pipeline) =>
        $"{pipeline.Exit}: {string.Join(' ', pipeline.Output.Split('\n').Where(line => line.Trim().StartsWith("PASS ", StringComparison.Ordinal)).Select(line => line.Trim()[5..].Trim()).Order(StringComparer.Ordinal))}";

    // What a job left for those that follow.
    private static string Left(Author author, string file) =>
        File.ReadAllText(Directory.EnumerateFiles(author.Code.PathOf(".gitlab-ci-local"), file, SearchOption.AllDirectories).OrderBy(File.GetLastWriteTimeUtc).Last());

    private static async Task<string> Predicted(RegistryProcess registry)
    {
        using var input = new StringContent("[1, 0]", Encoding.UTF8, "application/json");
        using var answer = await registry.Http.PostAsync("/serve/demo_model/demo_model_weights/predict", input);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<string> State(Author author)
    {
        var state = new StringBuilder();
        foreach (var list in new[] { "releases", "models", "parameters", "pairs", "deployments", "events" })
        {
            state.AppendLine(await author.Done("list", list, "--output", "json"));
        }

        return state.ToString();
    }
}
