using System.Text.Json;
using Mlp.Testing;
using Mlp.Wire;

namespace Mlp.Tool.Tests.Commands;

public sealed class ListTests(SharedRegistry registry)
{
    private static readonly string[] ByProject = ["models", "parameters", "pairs", "releases"];

    [Fact]
    public async Task Tables_have_a_header_and_a_line_each()
    {
        using var user = await User.Of(registry, "1.0.0", "2.0.0");
        await user.Publish("1.0.0");
        Assert.Equal(["NAME LATEST VERSIONS PROJECT DESCRIPTION", $"{user.Type} 2.0.0 2 {user.Project} -"], Lines(await user.Done("list", "models", "--project", user.Project)));
        Assert.Equal(["NAME LATEST VERSIONS PROJECT", $"{user.Parameters} 1.0 1 {user.Project}"], Lines(await user.Done("list", "parameters", "--project", user.Project)));
        Assert.Equal(
            ["TYPE VERSION PARAMETERS VERSION STANDALONE PROJECT", $"{user.Type} 1.0.0 {user.Parameters} 1.0 no {user.Project}"],
            Lines(await user.Done("list", "pairs", "--type", user.Type)));
        var releases = Lines(await user.Done("list", "releases", "--project", user.Project));
        Assert.Equal(3, releases.Count);
        Assert.Contains("v2.0.0 2.0.0 registered", releases[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_an_array_of_the_records()
    {
        using var user = await User.Of(registry, "1.0.0");
        await user.Publish("1.0.0");
        Assert.Equal(user.Type, Assert.Single(Read<ModelType>(await user.Json("list", "models", "--text", user.Type))).Name);
        Assert.Equal("1.0", Assert.Single(Read<ParametersName>(await user.Json("list", "parameters", "--text", user.Parameters))).LatestVersion);
        Assert.Equal("1.0.0", Assert.Single(Read<Pair>(await user.Json("list", "pairs", "--parameters", user.Parameters))).TypeVersion);
        Assert.Equal("v1.0.0", Assert.Single(Read<Release>(await user.Json("list", "releases", "--project", user.Project, "--state", "registered"))).Tag);
        Assert.Equal("type-version.created", Assert.Single(Read<AuditEvent>(await user.Json("list", "events", "--subject", $"{user.Type}@1.0.0"))).Kind);
    }

    [Fact]
    public async Task Deployments_tell_what_served_where()
    {
        using var user = await User.Of(registry, "1.0.0");
        await user.Publish("1.0.0");
        using var client = new Client(user.Registry.BaseUrl.ToString(), user.Registry.AdminToken);
        await client.Deployments.StartAsync(new(user.Type, "1.0.0", user.Parameters, "1.0", "test", null, "http://localhost:1"));
        Assert.Contains($"{user.Type} 1.0.0 {user.Parameters} 1.0 test", Lines(await user.Done("list", "deployments", "--type", user.Type))[1], StringComparison.Ordinal);
        Assert.Equal("test", Assert.Single(Read<Deployment>(await user.Json("list", "deployments", "--target", "test", "--type", user.Type))).Target);
        Assert.Equal(0, (await user.Json("list", "deployments", "--type", user.Type, "--at", "2020-01-01")).GetArrayLength());
    }

    [Fact]
    public async Task An_empty_list_is_told_on_stderr_and_is_an_empty_array_in_json()
    {
        using var user = await User.Of(registry, "1.0.0");
        foreach (var list in new[] { "parameters", "pairs" })
        {
            var (exit, output, errors) = await user.Run("list", list, "--project", user.Project);
            Assert.Equal((0, ""), (exit, output));
            Assert.StartsWith("no ", errors, StringComparison.Ordinal);
            Assert.Equal((0, "[]\n", ""), await user.Run("list", list, "--project", user.Project, "--output", "json"));
        }
    }

    [Fact]
    public async Task A_project_that_does_not_exist_is_an_error_and_no_empty_list()
    {
        using var user = await User.Of(registry);
        foreach (var list in ByProject)
        {
            Assert.StartsWith("MLP1007", await user.Failed("list", list, "--project", user.Project), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_limit_stops_the_list_and_says_so_where_there_is_more()
    {
        using var user = await User.Of(registry, "1.0.0", "1.1.0", "1.2.0");
        var (_, output, errors) = await user.Run("list", "releases", "--project", user.Project, "--limit", "2", "--output", "json");
        Assert.Equal(2, JsonElement.Parse(output).GetArrayLength());
        Assert.Contains("stopped after 2", errors, StringComparison.Ordinal);
        (_, output, errors) = await user.Run("list", "releases", "--project", user.Project, "--limit", "3", "--output", "json");
        Assert.Equal(3, JsonElement.Parse(output).GetArrayLength());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Lists_go_on_behind_the_first_page()
    {
        using var user = await User.Of(registry);
        using var client = new Client(user.Registry.BaseUrl.ToString(), user.Registry.AdminToken);
        ReleasedModel[] models = [.. Enumerable.Range(0, 600).Select(i => new ReleasedModel($"{user.Type}.m{i}", "Tests.Model"))];
        var opened = await client.Releases.OpenAsync(new(user.Project, "dotnet", "v1.0.0", new('a', 40), new('b', 40), null, models));
        await client.Releases.CompleteAsync(opened.Release.Id, new());
        Assert.Equal(600, (await user.Json("list", "models", "--project", user.Project)).GetArrayLength());
        Assert.Equal(601, Lines(await user.Done("list", "models", "--project", user.Project)).Count);
    }

    [Fact]
    public async Task Redirected_nothing_is_cut_wrapped_or_coloured()
    {
        using var user = await User.Of(registry);
        var description = string.Join(' ', Enumerable.Repeat("a long description", 100));
        using var client = new Client(user.Registry.BaseUrl.ToString(), user.Registry.AdminToken);
        var opened = await client.Releases.OpenAsync(new(user.Project, "dotnet", "v1.0.0", new('a', 40), new('b', 40), null, [new(user.Type, "Tests.Model", Description: description)]));
        await client.Releases.CompleteAsync(opened.Release.Id, new());
        var output = await user.Done("list", "models", "--project", user.Project);
        Assert.EndsWith($"{user.Project}  {description}\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);

        var (_, screen) = await user.InTerminal("", "list", "models", "--project", user.Project, "--registry", $"unix:{user.Registry.Home}/registry.sock");
        Assert.Contains("…", screen, StringComparison.Ordinal);
        Assert.Contains(user.Type, screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_was_killed_is_told_and_nothing_is_answered()
    {
        await using var own = await RegistryProcess.Start();
        using var user = User.Alone(own);
        await own.Kill();
        Assert.StartsWith("MLP6001", await user.Failed("list", "models"), StringComparison.Ordinal);
        var (exit, output, errors) = await user.Run("list", "models", "--output", "json", "--registry", own.BaseUrl.ToString());
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith("""{"error":{"code":"MLP6001",""", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_written_is_an_error()
    {
        using var user = await User.Of(registry, "1.0.0");
        var (exit, _, errors) = await Tool.RunProgram(
            "sh", ["-c", $"exec dotnet '{RegistryProcess.Program}' list models --registry 'unix:{user.Registry.Home}/registry.sock' > /dev/full"]);
        Assert.Equal(1, exit);
        Assert.StartsWith("MLP7601", errors, StringComparison.Ordinal);
    }

    private static List<string> Lines(string output) =>
        [.. output.TrimEnd('\n').Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];

    private static List<T> Read<T>(JsonElement json) => json.Deserialize<List<T>>(WireJson.Options)!;
}
