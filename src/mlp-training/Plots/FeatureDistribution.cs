namespace Mlp.Training.Plots;

/// <summary>How the values of a feature are distributed: for each label, before and after the cuts.</summary>
internal sealed class FeatureDistribution
{
    private const int MostBins = 100;
    private const double Tail = 0.001;

    // Beyond it the distance of two values is no number any more.
    private const double Furthest = double.MaxValue / 2;
    private readonly SortedDictionary<float, FineHistogram> _before = [];
    private readonly SortedDictionary<float, FineHistogram> _after = [];

    private readonly double _least;
    private readonly double _largest;

    public FeatureDistribution(string name, double least, double largest)
    {
        // One value only is shown in the middle.
        var around = least == largest ? Math.Max(0.5, Math.Abs(least) / 1000) : 0;
        (Name, _least, _largest) = (name, Math.Max(least - around, -Furthest), Math.Min(largest + around, Furthest));
    }

    public string Name { get; }

    public IReadOnlyDictionary<float, FineHistogram> Before => _before;

    public IReadOnlyDictionary<float, FineHistogram> After => _after;

    public FineHistogram Of(float label, bool afterCuts)
    {
        var histograms = afterCuts ? _after : _before;
        if (!histograms.TryGetValue(label, out var histogram))
        {
            histograms.Add(label, histogram = new(_least, _largest));
        }

        return histogram;
    }

    /// <summary>The part that is worth showing: without the outermost thousandth at each end, in bins as wide as makes sense.</summary>
    public ShownRange Range()
    {
        var counts = new long[FineHistogram.Bins];
        foreach (var histogram in _before.Values)
        {
            histogram.AddTo(counts);
        }

        var (total, first, end) = (counts.Sum(), 0, FineHistogram.Bins);
        for (var below = counts[0]; below <= total * Tail && first < end - 1; below += counts[first])
        {
            first++;
        }

        for (var above = counts[end - 1]; above <= total * Tail && end > first + 1; above += counts[end - 1])
        {
            end--;
        }

        // Whole fine bins in each, so that none looks fuller than its neighbours by rounding.
        var bins = Math.Min(MostBins, end - first);
        var width = (_largest - _least) / FineHistogram.Bins;
        var whole = Math.Min(FineHistogram.Bins, first + ((end - first + bins - 1) / bins * bins));
        return new(first, whole, bins, _least + (first * width), _least + (whole * width));
    }
}

/// <summary>The fine bins that are shown, in how many wide ones, and which values that is.</summary>
internal readonly record struct ShownRange(int First, int End, int Bins, double Least, double Largest);
