using System.Globalization;
using System.Text.Json.Serialization;

namespace Mlp.Cli.Forges;

/// <summary>GitLab, version 4 of its API. The job's own token makes release pages, environments and deployments; comments and statuses want one in MLP_FORGE_TOKEN.</summary>
internal sealed class GitLabForge(Uri api, string project, string? mergeRequest, Uri? page, ForgeToken? job, ForgeToken? own, TimeProvider clock) : IForge
{
    private const string Page = "?per_page=100";

    private readonly ForgeChannel _channel = new("GitLab", api, own ?? job, clock);
    private readonly string _project = $"projects/{Uri.EscapeDataString(project)}";

    public string Name => "GitLab";

    public Uri Feed => new($"{api.AbsoluteUri.TrimEnd('/')}/{_project}/packages/nuget/index.json");

    public Task<ForgeAnswer> Comment(string mark, string text, Ct ct)
    {
        if (mergeRequest is null)
        {
            return Task.FromResult(ForgeAnswer.Not("this pipeline is of no merge request, so there is none to comment on"));
        }

        var notes = $"{_project}/merge_requests/{Uri.EscapeDataString(mergeRequest)}/notes";
        return Told("a comment", own, async () =>
        {
            var body = MarkedText.Comment(mark, text);
            var mine = await _channel.List<Note>(notes + Page, ct).FirstOrDefaultAsync(note => !note.System && MarkedText.IsComment(note.Body, mark), ct);
            if (mine?.Body == body)
            {
                return "the comment on the merge request is up to date";
            }

            _ = mine is null
                ? await _channel.Send<Note>(HttpMethod.Post, notes, new { body }, ct)
                : await _channel.Send<Note>(HttpMethod.Put, Invariant($"{notes}/{mine.Id}"), new { body }, ct);
            return mine is null ? "commented on the merge request" : "replaced the comment on the merge request";
        }, ct);
    }

    public Task<ForgeAnswer> WriteReleasePage(string tag, string mark, string text, Ct ct) => Told("a release page", own ?? job, async () =>
    {
        var at = $"{_project}/releases/{Uri.EscapeDataString(tag)}";
        var there = await _channel.Find<ReleasePage>(at, ct);
        var description = MarkedText.Within(there?.Description, mark, text);
        if (there is null)
        {
            await _channel.Send<ReleasePage>(HttpMethod.Post, $"{_project}/releases", new { tag_name = tag, name = tag, description }, ct);
        }
        else if (there.Description != description)
        {
            await _channel.Send<ReleasePage>(HttpMethod.Put, at, new { description }, ct);
        }

        return there is null ? $"made the release page of {tag}" : $"the release page of {tag} is up to date";
    }, ct);

    public Task<ForgeAnswer> SetStatus(CommitVerdict verdict, Ct ct) => Told("a commit status", own, async () =>
    {
        var status = new { state = verdict.IsGood ? "success" : "failed", name = verdict.Context, description = MarkedText.Line(verdict.Description, 255), target_url = page };
        try
        {
            await _channel.Send<Status>(HttpMethod.Post, $"{_project}/statuses/{verdict.Commit}", status, ct);
        }
        catch (CommandFailedException e) when (e.Message.Contains("Cannot transition status", StringComparison.Ordinal))
        {
            return $"the status '{verdict.Context}' stays as an earlier run set it"; // GitLab ends a status once.
        }

        return $"set the status '{verdict.Context}'";
    }, ct);

    public Task<ForgeAnswer> RecordDeployment(DeploymentNotice deployment, Ct ct) => Told("a deployment", own ?? job, async () =>
    {
        var status = deployment.HasSucceeded ? "success" : "failed";
        var latest = await Latest(deployment.Environment, ct);
        var made = latest is { } known && known.Sha == deployment.Commit && known.Status == status ? known : await _channel.Send<Deployment>(
            HttpMethod.Post,
            $"{_project}/deployments",
            new { environment = deployment.Environment, sha = deployment.Commit, @ref = deployment.Tag, tag = true, status },
            ct);
        if (deployment.Address is { } address && made.Environment is { } place && place.ExternalUrl != address.AbsoluteUri)
        {
            await _channel.Send<Place>(HttpMethod.Put, Invariant($"{_project}/environments/{place.Id}"), new { external_url = address }, ct);
        }

        return $"recorded the deployment in {deployment.Environment}";
    }, ct);

    public void Dispose() => _channel.Dispose();

    private async Task<Deployment?> Latest(string environment, Ct ct)
    {
        var there = await _channel.Find<Deployment[]>($"{_project}/deployments?environment={Uri.EscapeDataString(environment)}&order_by=id&sort=desc&per_page=1", ct);
        return there is [var latest, ..] ? latest : null;
    }

    private async Task<ForgeAnswer> Told(string what, ForgeToken? token, Func<Task<string>> tell, Ct ct)
    {
        if (token is null)
        {
            return ForgeAnswer.Not(job is null
                ? $"{what} wants a token, and neither CI_JOB_TOKEN nor MLP_FORGE_TOKEN is set"
                : $"{what} wants a project access token of scope 'api': set the masked variable MLP_FORGE_TOKEN");
        }

        try
        {
            return ForgeAnswer.Of(await _channel.Repeatedly(tell, ct));
        }
        catch (NotAllowedException e)
        {
            return ForgeAnswer.Not($"GitLab refuses {what} with {token.Variable} ({e.Status}): give MLP_FORGE_TOKEN a project access token of scope 'api' and role Developer or higher");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Note(long Id, string Body, bool System);

    private sealed record ReleasePage(string? Description);

    private sealed record Status(string? State);

    private sealed record Deployment(long Id, string? Sha, string? Status, Place? Environment);

    private sealed record Place(long Id, [property: JsonPropertyName("external_url")] string? ExternalUrl);
}
