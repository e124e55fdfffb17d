namespace Mlp.Training.Plots;

/// <summary>Counts of values in many narrow bins, out of which wider ones are made when it is known which part is worth showing.</summary>
internal sealed class FineHistogram(double least, double largest)
{
    public const int Bins = 1 << 14;
    private readonly long[] _counts = new long[Bins];
    private readonly double _scale = largest > least ? Bins / (largest - least) : 0;

    public double Least => least;

    public double Largest => largest;

    public long Total { get; private set; }

    public void Add(double value)
    {
        if (double.IsFinite(value))
        {
            _counts[(int)Math.Clamp((value - least) * _scale, 0, Bins - 1)]++;
            Total++;
        }
    }

    public void AddTo(long[] counts)
    {
        for (var i = 0; i < Bins; i++)
        {
            counts[i] += _counts[i];
        }
    }

    /// <summary>How many values lie in each of so many equal parts of the fine bins from first up to end.</summary>
    public long[] Rebinned(int first, int end, int bins)
    {
        var wide = new long[bins];
        for (var i = first; i < end; i++)
        {
            wide[(int)((long)(i - first) * bins / (end - first))] += _counts[i];
        }

        return wide;
    }
}
