using System.Numerics;
using System.Runtime.InteropServices;

namespace Mlp.Models.Dense.Training;

/// <summary>Adam (Kingma and Ba): steps of a size that each parameter's own gradients settle. One pass over memory.</summary>
internal sealed class Adam(int count, TrainingOptions options)
{
    private readonly float[] _means = new float[count];
    private readonly float[] _squares = new float[count];
    private double _beta1Power = 1;
    private double _beta2Power = 1;

    public void Step(Span<float> values, ReadOnlySpan<float> gradient)
    {
        // Products rather than a power function, whose last bit differs between machines.
        (_beta1Power, _beta2Power) = (_beta1Power * options.Beta1, _beta2Power * options.Beta2);
        var correction = Math.Sqrt(1 - _beta2Power);
        var (rate, epsilon) = ((float)(options.LearningRate * correction / (1 - _beta1Power)), (float)(options.Epsilon * correction));
        var vectorised = values.Length / Vector<float>.Count * Vector<float>.Count;
        StepVectors(MemoryMarshal.Cast<float, Vector<float>>(values), MemoryMarshal.Cast<float, Vector<float>>(gradient), rate, epsilon);
        var (b1, b2) = (options.Beta1, options.Beta2);
        for (var i = vectorised; i < values.Length; i++)
        {
            _means[i] = (b1 * _means[i]) + ((1 - b1) * gradient[i]);
            _squares[i] = (b2 * _squares[i]) + ((1 - b2) * gradient[i] * gradient[i]);
            values[i] -= rate * _means[i] / (MathF.Sqrt(_squares[i]) + epsilon);
        }
    }

    private void StepVectors(Span<Vector<float>> values, ReadOnlySpan<Vector<float>> gradient, float rate, float epsilon)
    {
        var means = MemoryMarshal.Cast<float, Vector<float>>(_means.AsSpan());
        var squares = MemoryMarshal.Cast<float, Vector<float>>(_squares.AsSpan());
        var (b1, b2, c1, c2) = (options.Beta1, options.Beta2, 1 - options.Beta1, 1 - options.Beta2);
        var small = new Vector<float>(epsilon);
        for (var i = 0; i < values.Length; i++)
        {
            means[i] = (b1 * means[i]) + (c1 * gradient[i]);
            squares[i] = (b2 * squares[i]) + (c2 * gradient[i] * gradient[i]);
            values[i] -= rate * means[i] / (Vector.SquareRoot(squares[i]) + small);
        }
    }
}
