namespace Mlp.Training.Plots;

/// <summary>Counts of values in bins of one width, and of those that lie outside.</summary>
internal sealed class Histogram(double least, double largest) : IValueCount
{
    private const int Bins = 100;
    private readonly long[] _counts = new long[Bins];
    private readonly double _scale = Bins / (largest - least);

    public IReadOnlyList<long> Counts => _counts;

    public long Below { get; private set; }

    public long Above { get; private set; }

    /// <summary>How many values there were, those outside too.</summary>
    public long Total { get; private set; }

    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        Total++;
        if (value < least)
        {
            Below++;
        }
        else if (value > largest)
        {
            Above++;
        }
        else
        {
            _counts[Math.Min((int)((value - least) * _scale), Bins - 1)]++;
        }
    }
}
