namespace Mlp.Cli.Forges;

/// <summary>What the environment says of the forge whose pipeline runs the command; <see cref="EnvironmentSettings"/> reads it.</summary>
internal sealed record ForgeVariables
{
    /// <summary>GitLab's API, where its pipeline runs the command.</summary>
    public string? GitLabApi { get; init; }

    public string? GitLabProject { get; init; }

    public string? GitLabMergeRequest { get; init; }

    public string? GitLabJobToken { get; init; }

    public string? GitLabPage { get; init; }

    /// <summary>GitHub's API, where its workflow runs the command.</summary>
    public string? GitHubApi { get; init; }

    public string? GitHubServer { get; init; }

    public string? GitHubRepository { get; init; }

    public string? GitHubReference { get; init; }

    public string? GitHubEvent { get; init; }

    public string? GitHubToken { get; init; }

    public string? GitHubRun { get; init; }

    /// <summary>The file that becomes the page of the run.</summary>
    public string? GitHubSummary { get; init; }

    /// <summary>A token that may do more than the one that the forge made for the job.</summary>
    public string? Token { get; init; }

    /// <summary>What the forge is to call the place where models are deployed.</summary>
    public string? Environment { get; init; }

    /// <summary>Three of these are secrets: none is ever part of a text.</summary>
    public override string ToString() => nameof(ForgeVariables);

    public static ForgeVariables In(Func<string, string?> get) => new()
    {
        GitLabApi = get("CI_API_V4_URL"),
        GitLabProject = get("CI_PROJECT_ID"),
        GitLabMergeRequest = get("CI_MERGE_REQUEST_IID"),
        GitLabJobToken = get("CI_JOB_TOKEN"),
        GitLabPage = get("CI_JOB_URL"),
        GitHubApi = get("GITHUB_API_URL"),
        GitHubServer = get("GITHUB_SERVER_URL"),
        GitHubRepository = get("GITHUB_REPOSITORY"),
        GitHubReference = get("GITHUB_REF"),
        GitHubEvent = get("GITHUB_EVENT_PATH"),
        GitHubToken = get("GITHUB_TOKEN"),
        GitHubRun = get("GITHUB_RUN_ID"),
        GitHubSummary = get("GITHUB_STEP_SUMMARY"),
        Token = get("MLP_FORGE_TOKEN"),
        Environment = get("MLP_ENVIRONMENT") ?? get("CI_ENVIRONMENT_NAME"),
    };
}
