using System.Globalization;
using System.Text.Json;

namespace Mlp.Cli.Forges;

/// <summary>Finds the forge whose pipeline runs the command.</summary>
internal static class Forge
{
    /// <summary>The forge; null where no pipeline of one runs the command.</summary>
    public static IForge? Of(ForgeVariables variables, TimeProvider clock) => variables switch
    {
        { GitLabApi: { } api, GitLabProject: { } project } => new GitLabForge(
            Address("CI_API_V4_URL", api),
            project,
            variables.GitLabMergeRequest,
            Page(variables.GitLabPage),
            variables.GitLabJobToken is { } job ? new ForgeToken("CI_JOB_TOKEN", job, "JOB-TOKEN") : null,
            variables.Token is { } token ? new ForgeToken("MLP_FORGE_TOKEN", token, "PRIVATE-TOKEN") : null,
            clock),
        { GitHubApi: { } api, GitHubRepository: { } repository } => new GitHubForge(
            Address("GITHUB_API_URL", api),
            Address("GITHUB_SERVER_URL", variables.GitHubServer ?? "https://github.com"),
            repository,
            PullRequest(variables.GitHubReference),
            Page(variables.GitHubServer is { } server && variables.GitHubRun is { } run ? $"{server}/{repository}/actions/runs/{run}" : null),
            GitHubToken(variables),
            clock),
        _ => null,
    };

    /// <summary>The commit that people see: a run of a pull request has one of its own, merged with the branch that it goes to.</summary>
    public static string CommitOf(ForgeVariables variables, string head)
    {
        if (variables.GitHubEvent is not { } file || PullRequest(variables.GitHubReference) is null || !File.Exists(file))
        {
            return head;
        }

        try
        {
            using var happened = JsonDocument.Parse(File.ReadAllBytes(file));
            return happened.RootElement.GetProperty("pull_request").GetProperty("head").GetProperty("sha").GetString() ?? head;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            return head;
        }
    }

    private static ForgeToken? GitHubToken(ForgeVariables variables) => variables switch
    {
        { Token: { } token } => new("MLP_FORGE_TOKEN", token, "Authorization", "Bearer"),
        { GitHubToken: { } token } => new("GITHUB_TOKEN", token, "Authorization", "Bearer"),
        _ => null,
    };

    private static Uri Address(string variable, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.UserInfo.Length == 0 && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw ForgeErrors.BadAddress(variable, text[(text.LastIndexOf('@') + 1)..]);

    private static Uri? Page(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var page) ? page : null;

    private static int? PullRequest(string? reference) =>
        reference?.Split('/') is ["refs", "pull", var number, _] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
}
