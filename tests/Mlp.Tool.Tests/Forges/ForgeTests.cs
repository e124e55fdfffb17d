using System.Text.Json.Nodes;
using Mlp.Cli;
using Mlp.Cli.Forges;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Forges;

public sealed class ForgeTests : IAsyncLifetime
{
    private const string Commit = "3c1f0f1d6b0f4e2f9d0a1b2c3d4e5f6071829304";
    private static readonly CommitVerdict Good = new(Commit, "mlp check", IsGood: true, "nothing speaks against a release");
    private static readonly DeploymentNotice Serving = new("production/orbit/orbit_weights", Commit, "v1.2.0", HasSucceeded: true, "orbit 1.2.0 with orbit_weights 1.4", new("https://mlp.example.org/serve/orbit/orbit_weights"));
    private StandInForge _forge = null!;

    public async ValueTask InitializeAsync() => _forge = await StandInForge.Start();

    public ValueTask DisposeAsync() => _forge.DisposeAsync();

    [Theory]
    [InlineData("gitlab")]
    [InlineData("github")]
    public async Task Everything_that_is_asked_and_answered_is_as_approved(string service)
    {
        using var forge = Open(service);
        Assert.Equal($"commented on the {Request(service)}", (await forge.Comment("plan git.example.org/beams", "### v1.2.0 would register 1 model", Ct.None)).Done);
        Assert.Equal("made the release page of v1.2.0", (await forge.WriteReleasePage("v1.2.0", "release git.example.org/beams", "| model |", Ct.None)).Done);
        Assert.Equal("set the status 'mlp check'", (await forge.SetStatus(Good, Ct.None)).Done);
        Assert.Equal("recorded the deployment in production/orbit/orbit_weights", (await forge.RecordDeployment(Serving, Ct.None)).Done);
        Approved.Matches($"tests/Mlp.Tool.Tests/Forges/{service}.approved.txt", string.Join("\n\n", _forge.Talk));
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("github")]
    public async Task A_second_run_replaces_what_the_first_one_wrote_and_nothing_else(string service)
    {
        for (var i = 0; i < 230; i++)
        {
            _forge.Comments.Add(new JsonObject { ["id"] = 10_000L + i, ["body"] = $"<!-- mlp plan another --> {i}", ["system"] = false });
        }

        using var forge = Open(service);
        await forge.Comment("plan beams", "first", Ct.None);
        await forge.Comment("plan beams", "second", Ct.None);
        await forge.Comment("plan beams", "second", Ct.None);
        Assert.Equal(231, _forge.Comments.Count);
        Assert.EndsWith("second", (string?)_forge.Comments[^1]["body"], StringComparison.Ordinal);

        var field = service == "gitlab" ? "description" : "body";
        await forge.WriteReleasePage("v1", "release beams", "first", Ct.None);
        _forge.Releases[0][field] = $"Written by hand.\n\n{(string?)_forge.Releases[0][field]}\n\nBy hand, too.";
        await forge.WriteReleasePage("v1", "release others", "another project", Ct.None);
        await forge.WriteReleasePage("v1", "release beams", "second", Ct.None);
        var page = (string)Assert.Single(_forge.Releases)[field]!;
        Assert.Equal(
            "Written by hand.\n\n<!-- mlp release beams -->\nsecond\n<!-- mlp /release beams -->\n\nBy hand, too.\n\n<!-- mlp release others -->\nanother project\n<!-- mlp /release others -->", page);

        await forge.RecordDeployment(Serving, Ct.None);
        await forge.RecordDeployment(Serving, Ct.None);
        Assert.Single(_forge.Deployments);
        await forge.SetStatus(Good, Ct.None);
        Assert.NotNull((await forge.SetStatus(Good, Ct.None)).Done);
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("github")]
    public async Task What_fails_for_a_moment_is_tried_again_and_made_once(string service)
    {
        using var forge = Open(service);
        _forge.Faults.Enqueue((0, null));
        _forge.Faults.Enqueue((503, null));
        _forge.Faults.Enqueue((429, ("Retry-After", "1")));
        Assert.NotNull((await forge.Comment("plan beams", "text", Ct.None)).Done);

        _forge.Faults.Enqueue((-502, null));
        Assert.NotNull((await forge.WriteReleasePage("v1", "release beams", "text", Ct.None)).Done);
        Assert.Single(_forge.Comments);
        Assert.Single(_forge.Releases);
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("github")]
    public async Task What_was_made_though_the_answer_was_lost_is_found_again(string service)
    {
        using var forge = Open(service);
        _forge.LosesAnswerOf = "POST";
        Assert.NotNull((await forge.WriteReleasePage("v1", "release beams", "text", Ct.None)).Done);
        Assert.Single(_forge.Releases);
        _forge.LosesAnswerOf = "POST";
        Assert.NotNull((await forge.Comment("plan beams", "text", Ct.None)).Done);
        Assert.Single(_forge.Comments);
    }

    [Fact]
    public async Task A_used_up_budget_is_waited_for_if_it_is_short_and_told_if_it_is_long()
    {
        using var forge = Open("github");
        _forge.Faults.Enqueue((403, ("x-ratelimit-remaining", "0")));
        var missing = await forge.SetStatus(Good, Ct.None);
        Assert.Contains("statuses: write", missing.NotDone, StringComparison.Ordinal); // Without a moment it is a refusal like others.

        _forge.Faults.Enqueue((403, ("Retry-After", "1")));
        Assert.NotNull((await forge.SetStatus(Good, Ct.None)).Done);
        _forge.Faults.Enqueue((429, ("Retry-After", "3600")));
        var limited = await Assert.ThrowsAsync<CommandFailedException>(() => forge.SetStatus(Good, Ct.None));
        Assert.Equal("MLP7925", limited.Code);
    }

    [Fact]
    public async Task What_the_token_may_not_do_is_told_with_what_would_change_that()
    {
        using var job = Open("gitlab", own: null);
        Assert.Contains("MLP_FORGE_TOKEN", (await job.Comment("plan beams", "text", Ct.None)).NotDone, StringComparison.Ordinal);
        Assert.Contains("MLP_FORGE_TOKEN", (await job.SetStatus(Good, Ct.None)).NotDone, StringComparison.Ordinal);
        Assert.NotNull((await job.WriteReleasePage("v1", "release beams", "text", Ct.None)).Done);
        Assert.NotNull((await job.RecordDeployment(Serving, Ct.None)).Done);

        using var stranger = Open("gitlab", own: "another");
        Assert.Contains("refuses a comment with MLP_FORGE_TOKEN (401)", (await stranger.Comment("plan beams", "text", Ct.None)).NotDone, StringComparison.Ordinal);

        using var workflow = Open("github");
        _forge.Forbidden = "/comments";
        Assert.Contains("'pull-requests: write'", (await workflow.Comment("plan beams", "text", Ct.None)).NotDone, StringComparison.Ordinal);
        using var nobody = Open("github", own: null);
        Assert.Contains("github.token", (await nobody.SetStatus(Good, Ct.None)).NotDone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_that_no_forge_gives_are_errors_that_name_the_address()
    {
        using var forge = Open("gitlab");
        _forge.Faults.Enqueue((200, null));
        var empty = await Assert.ThrowsAsync<CommandFailedException>(() => forge.WriteReleasePage("v1", "release beams", "text", Ct.None));
        Assert.Equal("MLP7926", empty.Code);
        _forge.Faults.Enqueue((302, ("Location", "https://elsewhere.example.org/")));
        var moved = await Assert.ThrowsAsync<CommandFailedException>(() => forge.WriteReleasePage("v1", "release beams", "text", Ct.None));
        Assert.Equal("MLP7922", moved.Code);
        Assert.Contains("/api/v4/projects/42/releases/v1", moved.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_go_over_encrypted_ways_alone_and_packages_where_the_forge_keeps_them()
    {
        var plain = Assert.Throws<CommandFailedException>(() => Forge.Of(new() { GitLabApi = "http://gitlab.example.org/api/v4", GitLabProject = "1" }, TimeProvider.System));
        Assert.Equal("MLP7923", plain.Code);
        Assert.Equal("MLP7924", Assert.Throws<CommandFailedException>(() => Forge.Of(new() { GitLabApi = "https://gitlab.example.org/api/v4", GitLabProject = "1", Token = "a b" }, TimeProvider.System)).Code);
        Assert.Null(Forge.Of(new(), TimeProvider.System));
        Assert.Equal("https://gitlab.example.org/api/v4/projects/7/packages/nuget/index.json", Feed(new() { GitLabApi = "https://gitlab.example.org/api/v4", GitLabProject = "7" }));
        Assert.Equal("https://nuget.pkg.github.com/beams/index.json", Feed(new() { GitHubApi = "https://api.github.com", GitHubServer = "https://github.com", GitHubRepository = "beams/orbit" }));
        Assert.Equal("https://nuget.git.example.org/beams/index.json", Feed(new() { GitHubApi = "https://git.example.org/api/v3", GitHubServer = "https://git.example.org", GitHubRepository = "beams/orbit" }));
    }

    [Theory]
    [InlineData("/serve/orbit/weights", "https://mlp.example.org/", "https://mlp.example.org/serve/orbit/weights")]
    [InlineData("/serve/orbit/weights", "https://example.org/mlp/", "https://example.org/mlp/serve/orbit/weights")]
    [InlineData("http://orbit.models.svc/", "https://mlp.example.org/", "http://orbit.models.svc/")]
    [InlineData("/serve/orbit/weights", null, null)]
    public void A_service_is_called_below_its_registry_or_at_an_address_of_its_own(string endpoint, string? registry, string? address) =>
        Assert.Equal(address, PipelineText.Address(new("orbit", "1.0.0", "weights", "1.0", "local", "new", "deployed", endpoint), registry is null ? null : new Uri(registry))?.AbsoluteUri);

    private static string Feed(ForgeVariables variables)
    {
        using var forge = Forge.Of(variables, TimeProvider.System)!;
        return forge.Feed.AbsoluteUri;
    }

    private static string Request(string service) => service == "gitlab" ? "merge request" : "pull request";

    private IForge Open(string service, string? own = StandInForge.OwnToken) => Forge.Of(
        service == "gitlab"
            ? new()
            {
                GitLabApi = _forge.GitLab,
                GitLabProject = "42",
                GitLabMergeRequest = "7",
                GitLabJobToken = StandInForge.JobToken,
                GitLabPage = "https://gitlab.example.org/beams/-/jobs/9",
                Token = own,
            }
            : new()
            {
                GitHubApi = _forge.GitHub,
                GitHubServer = "https://github.com",
                GitHubRepository = "beams/orbit",
                GitHubReference = "refs/pull/12/merge",
                GitHubRun = "5",
                GitHubToken = own,
            },
        TimeProvider.System)!;
}
