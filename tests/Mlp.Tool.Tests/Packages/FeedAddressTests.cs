using Mlp.Cli;
using Mlp.Cli.Packages;

namespace Mlp.Tool.Tests.Packages;

public sealed class FeedAddressTests
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["CI_SERVER_HOST"] = "gitlab.example.org",
        ["CI_JOB_TOKEN"] = "job-token",
        ["GITHUB_ACTOR"] = "beams",
        ["GITHUB_TOKEN"] = "hub-token",
    };

    private static readonly FeedVariables Everything = EnvironmentSettings.Read(Variables.GetValueOrDefault).Feeds;

    [Theory]
    [InlineData("https://gitlab.example.org/api/v4/projects/1/packages/nuget/index.json", "CI_JOB_TOKEN", "gitlab-ci-token:job-token")]
    [InlineData("https://nuget.pkg.github.com/beams/index.json", "GITHUB_TOKEN", "beams:hub-token")]
    public void A_forge_gets_its_own_token(string feed, string variable, string credentials)
    {
        var credential = FeedCredential.For(new Uri(feed), Everything)!;
        using var request = new HttpRequestMessage();
        credential.Sign(request);

        Assert.Equal((variable, false), (credential.Variable, credential.IsKey));
        Assert.Equal(credentials, System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(request.Headers.Authorization!.Parameter!)));
    }

    [Theory]
    [InlineData("https://nuget.example.org/v3/index.json")]
    [InlineData("https://gitlab.example.org.example.com/index.json")]
    [InlineData("https://github.com/beams/index.json")]
    public void Nobody_else_gets_the_token_of_a_forge(string feed) => Assert.Null(FeedCredential.For(new Uri(feed), Everything));

    [Fact]
    public void A_key_that_is_given_comes_first()
    {
        var given = new Dictionary<string, string>(Variables) { ["MLP_FEED_KEY"] = "mine" };
        var credential = FeedCredential.For(new Uri("https://nuget.pkg.github.com/beams/index.json"), EnvironmentSettings.Read(given.GetValueOrDefault).Feeds)!;

        Assert.Equal(("MLP_FEED_KEY", true), (credential.Variable, credential.IsKey));
        Assert.DoesNotContain("hub-token", Everything.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("line\nbreak", null)]
    [InlineData("key", "user:name")]
    [InlineData(null, "user")]
    public void A_key_that_cannot_be_sent_is_refused_without_being_told(string? key, string? user)
    {
        var refused = Assert.Throws<CommandFailedException>(() => FeedCredential.For(new Uri("https://nuget.example.org/index.json"), new() { Key = key, User = user }));

        Assert.Equal("MLP7427", refused.Code);
        Assert.DoesNotContain("line", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://nuget.example.org/index.json")]
    [InlineData("https://user:password@nuget.example.org/index.json")]
    [InlineData("https://nuget.example.org/index.json?sig=password")]
    [InlineData("")]
    public void What_is_no_address_or_holds_a_secret_is_wrong_usage(string feed)
    {
        var refused = Assert.Throws<UsageException>(() => PackageFeeds.Open(feed, FeedSettings.With()));

        Assert.DoesNotContain("password", refused.Message + refused.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_http_is_for_this_machine()
    {
        Assert.Equal("MLP7425", Assert.Throws<CommandFailedException>(() => PackageFeeds.Open("http://nuget.example.org/index.json", FeedSettings.With())).Code);
        using var local = PackageFeeds.Open("http://localhost:5000/v3/index.json", FeedSettings.With());
        using var configured = PackageFeeds.Open(null, EnvironmentSettings.Read(name => name == "MLP_FEED" ? "https://nuget.example.org/index.json" : null));

        Assert.Equal("http://localhost:5000/v3/index.json", local.Name);
        Assert.Equal("https://nuget.example.org/index.json", configured.Name);
    }
}
