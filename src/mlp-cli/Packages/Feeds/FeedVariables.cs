namespace Mlp.Cli.Packages;

/// <summary>What the environment says about feeds; <see cref="EnvironmentSettings"/> reads it.</summary>
internal sealed record FeedVariables
{
    /// <summary>The feed, where no option names one.</summary>
    public string? Feed { get; init; }

    public string? Key { get; init; }

    /// <summary>Makes the key a password, for feeds that want a user's name with it.</summary>
    public string? User { get; init; }

    public string? GitLabHost { get; init; }

    public string? GitLabJobToken { get; init; }

    public string? GitHubActor { get; init; }

    public string? GitHubToken { get; init; }

    /// <summary>Where the GitHub that runs the command keeps packages.</summary>
    public string? GitHubHost { get; init; }

    /// <summary>Three of these are secrets: none is ever part of a text.</summary>
    public override string ToString() => nameof(FeedVariables);
}
