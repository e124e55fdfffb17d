using System.Numerics;
using System.Numerics.Tensors;

namespace Mlp.Training.Chunks;

/// <summary>Brings the values of a feature between 0 and 1: x' = (x - least) / (largest - least), computed in float64. A feature of one value stays as it is.</summary>
internal readonly struct Normalisation
{
    private readonly double _least;
    private readonly double _range;

    public Normalisation(double least, double largest) => (_least, _range) = least == largest ? (0, 1) : (least, largest - least);

    /// <summary>Normalises; what is not finite becomes NaN. The values are used up.</summary>
    public void Apply(Span<double> values, Span<float> into)
    {
        var (least, range) = (new Vector<double>(_least), new Vector<double>(_range));
        var check = Vector<double>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var value = new Vector<double>(values[i..]);
            check += value * 0;
            ((value - least) / range).CopyTo(values[i..]);
        }

        var isFinite = Vector.EqualsAll(check, Vector<double>.Zero);
        for (; i < values.Length; i++)
        {
            isFinite &= double.IsFinite(values[i]);
            values[i] = (values[i] - _least) / _range;
        }

        TensorPrimitives.ConvertTruncating<double, float>(values, into);
        if (!isFinite)
        {
            foreach (ref var value in into[..values.Length])
            {
                value = float.IsFinite(value) ? value : float.NaN;
            }
        }
    }
}
