namespace Mlp.Server.Hosting;

/// <summary>How patiently events are delivered.</summary>
public sealed record WebhookSettings
{
    /// <summary>How long a receiver may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause after the first failure; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long after an event its delivery is given up.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long the history of deliveries is kept.</summary>
    public TimeSpan HistoryKept { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a server that claimed a webhook may be silent before another takes over.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the record is asked for events of other servers.</summary>
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromSeconds(1);
}
