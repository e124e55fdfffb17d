namespace Mlp.Training.Plots;

/// <summary>How the values of a feature are distributed: for each label, before and after the cuts.</summary>
/// <param name="name">The feature.</param>
/// <param name="least">The least value that is shown.</param>
/// <param name="largest">The largest.</param>
internal sealed class FeatureDistribution(string name, double least, double largest)
{
    private readonly SortedDictionary<float, Histogram> _before = [];
    private readonly SortedDictionary<float, Histogram> _after = [];

    public string Name => name;

    public double Least => least;

    public double Largest => largest;

    public IReadOnlyDictionary<float, Histogram> Before => _before;

    public IReadOnlyDictionary<float, Histogram> After => _after;

    public Histogram Of(float label, bool afterCuts)
    {
        var histograms = afterCuts ? _after : _before;
        if (!histograms.TryGetValue(label, out var histogram))
        {
            histograms.Add(label, histogram = new(least, largest));
        }

        return histogram;
    }
}
