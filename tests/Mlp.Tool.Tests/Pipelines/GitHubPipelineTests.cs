using System.Text;
using Mlp.Testing;
using Mlp.Tool.Tests.Forges;
using Mlp.Tool.Tests.Releases;

namespace Mlp.Tool.Tests.Pipelines;

public sealed class GitHubPipelineTests(InstalledTool tool, PackedLibraries packages)
{
    [Fact]
    public async Task The_workflows_scripts_take_a_repository_made_by_init_from_a_pull_request_to_a_served_model()
    {
        packages.AddClient();
        await using var registry = await RegistryProcess.Start();
        await using var forge = await StandInForge.Start();
        using var author = new Author(tool, packages) { Token = registry.AdminToken, Variables = { ["MLP_REGISTRY"] = registry.BaseUrl.AbsoluteUri } };
        using var runner = new GitHubRunner(author, tool, registry, forge);
        using var feed = new TemporaryFolder();
        runner.Inputs["feed"] = feed.PathOf("");
        File.Delete(author.Code.PathOf(".gitignore"));
        await author.Done("init", ".", "--name", "demo", "--ci", "github", "--registry", registry.BaseUrl.AbsoluteUri);
        Assert.Equal(await File.ReadAllTextAsync(Repository.PathOf("templates", "github", "mlp.yml")), await File.ReadAllTextAsync(author.Code.PathOf(".github/workflows/mlp.yml")));
        author.Code.UseFeed();
        author.Code.PinToFeed();
        author.Code.Commit();
        author.Tag("v1.0.0");
        var first = await runner.Run("refs/tags/v1.0.0", "test", "register", "deploy");
        Assert.True(first.Exit == 0, first.Output);
        Assert.Contains("Test run summary: Passed!", first.Output, StringComparison.Ordinal);
        Assert.Equal(("1.0.0", "demo_model@1.0.0"), (runner.Outputs["MLP_VERSION"], runner.Outputs["MLP_MODELS"]));

        Sdk.Git(author.Code.Root, "remote", "add", "origin", "https://github.com/Physics/demo.git");
        author.Dotnet("run", "--project", "src/Demo.Training");
        author.Code.Write("src/Demo/Notes.cs", "namespace Demo;\n\ninternal static class Notes;\n");
        var head = author.Code.Commit();
        var request = await runner.Run("refs/pull/12/merge", "check", "plan");
        Assert.True(request.Exit == 0, request.Output);
        Assert.Equal((head, "success"), ((string?)forge.Statuses[0]["sha"], (string?)forge.Statuses[0]["state"]));
        Assert.Contains("v1.1.0 would register 1 model", (string?)Assert.Single(forge.Comments)["body"], StringComparison.Ordinal);

        author.Tag("v1.1.0");
        var second = await runner.Run("refs/tags/v1.1.0", "register", "deploy");
        Assert.True(second.Exit == 0, second.Output);
        using var input = new StringContent("[1, 0]", Encoding.UTF8, "application/json");
        using var answer = await registry.Http.PostAsync("/serve/demo_model/demo_model_weights/predict", input);
        Assert.Equal("[3]", await answer.Content.ReadAsStringAsync());
        Assert.Equal(new Uri(registry.BaseUrl, "serve/demo_model/demo_model_weights").AbsoluteUri, runner.Outputs["MLP_ENVIRONMENT_URL"]);
        Assert.Equal(["v1.0.0", "v1.1.0"], forge.Releases.Select(release => (string?)release["tag_name"]));
        Assert.Equal("production/demo_model/demo_model_weights", (string?)Assert.Single(forge.Deployments)["environment"]);
        Assert.Contains("### What serves", runner.Summary, StringComparison.Ordinal);
        Assert.Contains("v1.1.0 would register", runner.Summary, StringComparison.Ordinal);
        Assert.Equal(["predicts 3.00", "predicts 3.00"], Applications(author));
        Assert.DoesNotContain(registry.AdminToken, first.Output + request.Output + second.Output + runner.Summary, StringComparison.Ordinal);
    }

    // The applications of the README, compiled as they stand there, one after the other.
    private static string[] Applications(Author author)
    {
        var examples = File.ReadAllText(Repository.PathOf("README.md")).Split("```csharp\n")[1..].Select(rest => rest.Split("```")[0]).Where(example => example.Contains("new Client()", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, examples.Count);
        var lines = examples.Select(example => example.Split('\n').Where(line => !line.StartsWith("using Demo;", StringComparison.Ordinal) && !line.StartsWith("using Mlp;", StringComparison.Ordinal)));
        author.Code.Write("App/Program.cs", $"using Demo;\nusing Mlp;\n{string.Concat(lines.Select(each => $"{{\n{string.Join('\n', each)}\n}}\n"))}");
        author.Code.Write("App/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../src/Demo/Demo.csproj" />
                <PackageReference Include="Mlp.Client" />
              </ItemGroup>
            </Project>
            """);
        return [.. author.Dotnet("run", "--project", "App", "-p:MlpVersion=1.1.0").Split('\n').Where(line => line.StartsWith("predicts", StringComparison.Ordinal))];
    }
}
