using Mlp.Server.Metrics;

namespace Mlp.Server.Database;

/// <summary>How the store commits: writes per group, and how long a group takes.</summary>
internal sealed class CommitStatistics
{
    public Histogram GroupSizes { get; } = new(Histogram.Sizes);

    public Histogram Durations { get; } = new(Histogram.Seconds);

    public void Record(int writes, TimeSpan duration)
    {
        GroupSizes.Record(writes);
        Durations.Record(duration.TotalSeconds);
    }
}
