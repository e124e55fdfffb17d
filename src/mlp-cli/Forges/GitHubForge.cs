using System.Globalization;
using System.Text.Json.Serialization;

namespace Mlp.Cli.Forges;

/// <summary>GitHub, its REST API of 2022-11-28. The workflow's own token does everything that the workflow's permissions allow.</summary>
internal sealed class GitHubForge(Uri api, Uri server, string repository, int? pullRequest, Uri? page, ForgeToken? token, TimeProvider clock) : IForge
{
    private readonly ForgeChannel _channel = new("GitHub", api, token, clock);
    private readonly string _repository = $"repos/{string.Join('/', repository.Split('/').Select(Uri.EscapeDataString))}";

    public string Name => "GitHub";

    public Uri Feed => new(server.Host == "github.com" ? $"https://nuget.pkg.github.com/{Owner}/index.json" : $"{server.Scheme}://nuget.{server.Authority}/{Owner}/index.json");

    private string Owner => repository.Split('/')[0];

    public Task<ForgeAnswer> Comment(string mark, string text, Ct ct)
    {
        if (pullRequest is not { } number)
        {
            return Task.FromResult(ForgeAnswer.Not("this run is of no pull request, so there is none to comment on"));
        }

        return Told("a comment", "pull-requests: write", async () =>
        {
            var body = MarkedText.Comment(mark, text);
            var comments = Invariant($"{_repository}/issues/{number}/comments");
            var mine = await _channel.List<Note>($"{comments}?per_page=100", ct).FirstOrDefaultAsync(note => MarkedText.IsComment(note.Body, mark), ct);
            if (mine?.Body == body)
            {
                return "the comment on the pull request is up to date";
            }

            _ = mine is null
                ? await _channel.Send<Note>(HttpMethod.Post, comments, new { body }, ct)
                : await _channel.Send<Note>(HttpMethod.Patch, Invariant($"{_repository}/issues/comments/{mine.Id}"), new { body }, ct);
            return mine is null ? "commented on the pull request" : "replaced the comment on the pull request";
        }, ct);
    }

    public Task<ForgeAnswer> WriteReleasePage(string tag, string mark, string text, Ct ct) => Told("a release page", "contents: write", async () =>
    {
        var there = await _channel.Find<ReleasePage>($"{_repository}/releases/tags/{Uri.EscapeDataString(tag)}", ct);
        var body = MarkedText.Within(there?.Body, mark, text);
        if (there is null)
        {
            await _channel.Send<ReleasePage>(HttpMethod.Post, $"{_repository}/releases", new { tag_name = tag, name = tag, body, prerelease = tag.Contains('-', StringComparison.Ordinal) }, ct);
        }
        else if (there.Body != body)
        {
            await _channel.Send<ReleasePage>(HttpMethod.Patch, Invariant($"{_repository}/releases/{there.Id}"), new { body }, ct);
        }

        return there is null ? $"made the release page of {tag}" : $"the release page of {tag} is up to date";
    }, ct);

    public Task<ForgeAnswer> SetStatus(CommitVerdict verdict, Ct ct) => Told("a commit status", "statuses: write", async () =>
    {
        await _channel.Send<Status>(
            HttpMethod.Post,
            $"{_repository}/statuses/{verdict.Commit}",
            new { state = verdict.IsGood ? "success" : "failure", context = verdict.Context, description = MarkedText.Line(verdict.Description, 140), target_url = page },
            ct);
        return $"set the status '{verdict.Context}'";
    }, ct);

    public Task<ForgeAnswer> RecordDeployment(DeploymentNotice deployment, Ct ct) => Told("a deployment", "deployments: write", async () =>
    {
        var made = await Latest(deployment, ct) ?? await _channel.Send<Deployment>(
            HttpMethod.Post,
            $"{_repository}/deployments",
            new
            {
                @ref = deployment.Commit,
                environment = deployment.Environment,
                description = MarkedText.Line(deployment.Description, 140),
                auto_merge = false, // It is told what happened, and asked for nothing.
                required_contexts = Array.Empty<string>(),
            },
            ct);
        await _channel.Send<Status>(
            HttpMethod.Post,
            Invariant($"{_repository}/deployments/{made.Id}/statuses"),
            new { state = deployment.HasSucceeded ? "success" : "failure", description = MarkedText.Line(deployment.Description, 140), environment_url = deployment.Address, log_url = page },
            ct);
        return $"recorded the deployment in {deployment.Environment}";
    }, ct);

    public void Dispose() => _channel.Dispose();

    // The newest of the environment, if it is of this commit: a second run of a job adds its status there.
    private async Task<Deployment?> Latest(DeploymentNotice deployment, Ct ct)
    {
        var there = await _channel.Find<Deployment[]>($"{_repository}/deployments?environment={Uri.EscapeDataString(deployment.Environment)}&per_page=1", ct);
        return there is [{ } latest, ..] && latest.Sha == deployment.Commit ? latest : null;
    }

    private async Task<ForgeAnswer> Told(string what, string permission, Func<Task<string>> tell, Ct ct)
    {
        if (token is null)
        {
            return ForgeAnswer.Not($"GitHub takes {what} with a token only: pass the workflow's on (env: GITHUB_TOKEN: ${{{{ github.token }}}}, permissions: {permission})");
        }

        try
        {
            return ForgeAnswer.Of(await _channel.Repeatedly(tell, ct));
        }
        catch (NotAllowedException e)
        {
            return ForgeAnswer.Not($"GitHub refuses {what} with {token.Variable} ({e.Status}): the workflow's permissions have to say '{permission}'");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Note(long Id, string? Body);

    private sealed record ReleasePage(long Id, string? Body);

    private sealed record Status(string? State);

    private sealed record Deployment(long Id, [property: JsonPropertyName("sha")] string? Sha);
}
