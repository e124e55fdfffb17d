using System.Net.Http.Headers;
using System.Text;

namespace Mlp.Cli.Packages;

/// <summary>What a feed is shown, and the variable that it comes from, which is all that messages say of it.</summary>
internal sealed class FeedCredential
{
    private const string KeyVariable = "MLP_FEED_KEY";
    private const string UserVariable = "MLP_FEED_USER";
    private const string KeyHeader = "X-NuGet-ApiKey";
    private const string GitHubFeeds = "nuget.pkg.github.com";

    private readonly string? _user;
    private readonly string _secret;

    private FeedCredential(string variable, string? user, string secret)
    {
        if (secret.Any(c => c is <= ' ' or > '~'))
        {
            throw FeedErrors.InvalidKey(variable, "it has spaces or other characters that no key has");
        }

        if (user is not null && user.Any(c => c is < ' ' or > '~' or ':'))
        {
            throw FeedErrors.InvalidKey(UserVariable, "it has characters that no user name has");
        }

        (Variable, _user, _secret) = (variable, user, secret);
    }

    public string Variable { get; }

    /// <summary>Whether it is a key, which is shown only with a package; a user's name and password go with every request.</summary>
    public bool IsKey => _user is null;

    /// <summary>What the environment has for this feed, or null. The tokens of a CI job go to the forge that made them, and nowhere else.</summary>
    public static FeedCredential? For(Uri feed, FeedVariables variables) => variables switch
    {
        { Key: { } key } => new(KeyVariable, variables.User, key),
        { User: not null } => throw FeedErrors.InvalidKey(UserVariable, $"it goes with {KeyVariable}, which is not set"),
        { GitLabJobToken: { } token, GitLabHost: { } host } when IsHost(feed, host) => new("CI_JOB_TOKEN", "gitlab-ci-token", token),
        { GitHubToken: { } token } when IsHost(feed, variables.GitHubHost ?? GitHubFeeds) => new("GITHUB_TOKEN", variables.GitHubActor ?? "mlp", token),
        _ => null,
    };

    /// <summary>What to set where nothing was.</summary>
    public static string Missing(Uri feed) => IsHost(feed, GitHubFeeds)
        ? $"set GITHUB_TOKEN, or {UserVariable} and {KeyVariable}"
        : $"set {KeyVariable}; with {UserVariable}, too, where the feed wants a user's name";

    public void Sign(HttpRequestMessage request)
    {
        if (IsKey)
        {
            request.Headers.Add(KeyHeader, _secret);
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Encoded);
        }
    }

    /// <summary>A text from outside, without the secret should it be quoted there.</summary>
    public string Redact(string text)
    {
        var redacted = text.Replace(_secret, "…", StringComparison.OrdinalIgnoreCase);
        return IsKey ? redacted : redacted.Replace(Encoded, "…", StringComparison.OrdinalIgnoreCase);
    }

    private string Encoded => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{_user}:{_secret}"));

    private static bool IsHost(Uri feed, string host) => feed.Host.Equals(host, StringComparison.OrdinalIgnoreCase);
}
