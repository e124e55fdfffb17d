using System.Collections.Concurrent;

namespace Mlp.Server.Metrics;

/// <summary>Counts, told apart by labels whose values come from the code and never from a request.</summary>
internal sealed class LabelledCounter
{
    private readonly ConcurrentDictionary<string, StrongCount> _counts = new(StringComparer.Ordinal);

    /// <param name="labels">As they are written out, e.g. <c>outcome="delivered"</c>.</param>
    public void Add(string labels, long amount = 1) => Interlocked.Add(ref _counts.GetOrAdd(labels, static _ => new()).Value, amount);

    public IEnumerable<(string Labels, long Value)> Values =>
        _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, Interlocked.Read(ref pair.Value.Value)));

    private sealed class StrongCount
    {
        public long Value;
    }
}
