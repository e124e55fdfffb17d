using System.Text.Json.Serialization;

namespace Mlp.Cli.Hooks;

/// <summary>A version tag that was pushed, and how far its release is.</summary>
internal sealed record QueuedRelease
{
    public const string Waiting = "waiting";
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";

    /// <summary>In the order in which they are released.</summary>
    public required string Id { get; init; }

    public required string Tag { get; init; }

    /// <summary>What the tag named when it was pushed.</summary>
    public required string Commit { get; init; }

    /// <summary>The folder of the project that the tag belongs to, from the top of the repository.</summary>
    public required string Project { get; init; }

    public required DateTimeOffset PushedAt { get; init; }

    public required string State { get; init; }

    /// <summary>When it came into this state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The name of its log.</summary>
    public required string Log { get; init; }

    public int Tries { get; init; }

    /// <summary>How often the process that released it was killed.</summary>
    public int Interruptions { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Why it failed, or what it waits for.</summary>
    public ReleaseFailure? Failure { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>The process that releases it.</summary>
    public ProcessMark? Process { get; init; }

    [JsonIgnore]
    public bool IsOver => State is Done or Failed;

    public QueuedRelease In(string state, DateTimeOffset now) => this with { State = state, Since = now, Process = null, NextTry = null };
}
