using System.Text.Json;

namespace Mlp.Cli.Hooks;

/// <summary>How the hook of a repository releases: what <c>mlp hook install</c> was told. No secret is among it.</summary>
internal sealed record HookOptions
{
    // What a timer can wait for, and Quantity takes.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(30);

    /// <summary>A profile or an address; null is what the user who takes the pushes has configured.</summary>
    public string? Registry { get; init; }

    /// <summary>Where people find the repository, as host and path; null where <c>mlp.json</c> says it, or nobody else has to know.</summary>
    public string? Project { get; init; }

    public string? Feed { get; init; }

    /// <summary>Whether what is registered is also deployed.</summary>
    public bool Deploy { get; init; } = true;

    /// <summary>Where to; null is the default target.</summary>
    public string? Target { get; init; }

    /// <summary>Whether a push shows how its releases go, and what became of them.</summary>
    public bool Wait { get; init; }

    /// <summary>How long one try of a release may take.</summary>
    public TimeSpan Timeout
    {
        get;
        init => field = value > TimeSpan.Zero && value < LongestTimeout ? value : throw new JsonException($"'timeout' is no time that a release may take: {value}");
    }

    = TimeSpan.FromMinutes(60);

    /// <summary>The variables that steer mlp and the build, as they were when the hook was installed: git runs hooks with few.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
