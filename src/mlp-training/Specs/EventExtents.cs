using Mlp.Training.Columns;
using Mlp.Training.Events;

namespace Mlp.Training.Specs;

/// <summary>The extents of all features over some events.</summary>
internal sealed class EventExtents(IReadOnlyList<EventBranch> features)
{
    private readonly FeatureExtent[] _extents = [.. features.Select(_ => new FeatureExtent())];

    /// <summary>How many events there were.</summary>
    public long Events { get; private set; }

    /// <summary>Features with values that are not finite, and how many.</summary>
    public IEnumerable<(string Feature, long Values)> NotFinite =>
        features.Zip(_extents, (feature, extent) => (feature.Name, extent.Extent.NotFinite)).Where(pair => pair.NotFinite > 0);

    public void Add(SelectedEvents events)
    {
        Events += events.Count;
        for (var i = 0; i < _extents.Length; i++)
        {
            _extents[i].Add(events.Features[i], events.Passing);
        }
    }

    public void Add(EventExtents other)
    {
        Events += other.Events;
        for (var i = 0; i < _extents.Length; i++)
        {
            _extents[i].Add(other._extents[i]);
        }
    }

    /// <exception cref="TrainingInputException">The values of a feature lie too far apart to be normalised.</exception>
    public void DemandFiniteRanges()
    {
        foreach (var (feature, extent) in features.Zip(_extents, (feature, extent) => (feature.Name, extent.Extent)))
        {
            if (!extent.IsEmpty && !double.IsFinite(extent.Largest - extent.Least))
            {
                throw new TrainingInputException(
                    $"feature '{feature}'", $"has values from {extent.Least:R} to {extent.Largest:R}, which are too far apart to be normalised", "cut the outermost ones in preproc.json, or exclude the branch");
            }
        }
    }

    public DataSpecs ToSpecs(IReadOnlyDictionary<string, long>? events = null)
    {
        var known = features.Zip(_extents).ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
        return new()
        {
            Lengths = features.Where(feature => feature.IsJagged).ToDictionary(feature => feature.Name, feature => known[feature.Name].Longest, StringComparer.Ordinal),
            Least = Each(known, extent => extent.IsEmpty ? 0 : extent.Least),
            Largest = Each(known, extent => extent.IsEmpty ? 0 : extent.Largest),
            Flat = [.. features.Where(feature => !feature.IsJagged).Select(feature => feature.Name)],
            Jagged = [.. features.Where(feature => feature.IsJagged).Select(feature => feature.Name)],
            Zeros = Each(known, ZeroOf),
            Events = events,
        };
    }

    private static double ZeroOf(Extent extent) =>
        extent.IsEmpty ? 0 : extent.Least == extent.Largest ? extent.Largest : (0 - extent.Least) / (extent.Largest - extent.Least);

    private static Dictionary<string, double> Each(Dictionary<string, FeatureExtent> known, Func<Extent, double> value) =>
        known.ToDictionary(pair => pair.Key, pair => value(pair.Value.Extent), StringComparer.Ordinal);
}
