using Mlp.Training.Columns;

namespace Mlp.Training.Chunks;

/// <summary>Where the values of each feature stand in a row, and how they get there.</summary>
internal sealed class RowLayout
{
    private readonly Place[] _places;

    /// <param name="features">In their order.</param>
    /// <param name="specs">Of all events.</param>
    /// <param name="padding">What stands where an event has no value.</param>
    public RowLayout(IReadOnlyList<EventBranch> features, DataSpecs specs, float padding)
    {
        var (places, at) = (new List<Place>(), 0);
        foreach (var feature in features)
        {
            var size = feature.IsJagged ? specs.Lengths[feature.Name] : 1;
            places.Add(new(feature.Name, at, size, new(specs.Least[feature.Name], specs.Largest[feature.Name])));
            at += size;
        }

        (_places, Width, Padding) = ([.. places], at, padding);
    }

    public int Width { get; }

    public float Padding { get; }

    public IReadOnlyList<Place> Places => _places;

    /// <summary>What stands in a row of one feature.</summary>
    /// <param name="Name">The feature.</param>
    /// <param name="At">Where it begins.</param>
    /// <param name="Size">How many values it has room for.</param>
    /// <param name="Normalisation">What happens to them.</param>
    internal readonly record struct Place(string Name, int At, int Size, Normalisation Normalisation);
}
