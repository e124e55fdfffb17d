namespace Mlp.Models.Dense.Training;

/// <summary>
/// Mean and deviation of each input, in one pass that is as exact for many rows far from zero as for few near it (Welford).
/// </summary>
internal sealed class Moments(int width)
{
    private readonly double[] _means = new double[width];
    private readonly double[] _squares = new double[width];
    private long _rows;

    public void Add(ReadOnlySpan<float> rows)
    {
        for (var start = 0; start < rows.Length; start += width)
        {
            _rows++;
            for (var i = 0; i < width; i++)
            {
                var shift = rows[start + i] - _means[i];
                _means[i] += shift / _rows;
                _squares[i] += shift * (rows[start + i] - _means[i]);
            }
        }
    }

    public Standardisation ToStandardisation() =>
        new([.. _means.Select(mean => (float)mean)], [.. _squares.Select(Scale)]);

    // An input that never changes, or hardly against what a float can tell apart, is shifted only.
    private float Scale(double squares)
    {
        var scale = (float)(1 / Math.Sqrt(squares / long.Max(_rows, 1)));
        return float.IsFinite(scale) ? scale : 1;
    }
}
