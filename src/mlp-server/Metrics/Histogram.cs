namespace Mlp.Server.Metrics;

/// <summary>How often values fell below each bound.</summary>
internal sealed class Histogram(double[] bounds)
{
    public static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];
    public static readonly double[] Sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    private readonly long[] _counts = new long[bounds.Length + 1];
    private readonly Lock _sumIsWritten = new();
    private double _sum;

    public void Record(double value)
    {
        var bucket = Array.FindIndex(bounds, bound => value <= bound);
        Interlocked.Increment(ref _counts[bucket < 0 ? bounds.Length : bucket]);
        lock (_sumIsWritten)
        {
            _sum += value;
        }
    }

    /// <summary>Each bound with the number of values up to it; the last bound is infinite.</summary>
    public IEnumerable<(double Bound, long Count)> Cumulative()
    {
        var total = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            total += Interlocked.Read(ref _counts[i]);
            yield return (i < bounds.Length ? bounds[i] : double.PositiveInfinity, total);
        }
    }

    public double Sum
    {
        get
        {
            lock (_sumIsWritten)
            {
                return _sum;
            }
        }
    }
}
