using System.Numerics;
using System.Runtime.InteropServices;

namespace Mlp.Models.Dense.Training;

/// <summary>Adam (Kingma and Ba): steps of a size that each parameter's own gradients settle. One pass over memory.</summary>
internal sealed class Adam(int count)
{
    private readonly float[] _means = new float[count];
    private readonly float[] _squares = new float[count];

    /// <summary>The means of the gradients so far, later ones counting more.</summary>
    public Span<float> Means => _means;

    /// <summary>The means of their squares.</summary>
    public Span<float> Squares => _squares;

    /// <summary>Beta1 to the power of the steps made.</summary>
    public double Beta1Power { get; set; } = 1;

    /// <summary>Beta2 to the power of the steps made.</summary>
    public double Beta2Power { get; set; } = 1;

    public void TakeOver(Adam other)
    {
        other._means.CopyTo(_means, 0);
        other._squares.CopyTo(_squares, 0);
        (Beta1Power, Beta2Power) = (other.Beta1Power, other.Beta2Power);
    }

    public void Step(Span<float> values, ReadOnlySpan<float> gradient, TrainingOptions options)
    {
        // Products rather than a power function, whose last bit differs between machines.
        (Beta1Power, Beta2Power) = (Beta1Power * options.Beta1, Beta2Power * options.Beta2);
        var correction = Math.Sqrt(1 - Beta2Power);
        var (rate, epsilon) = ((float)(options.LearningRate * correction / (1 - Beta1Power)), (float)(options.Epsilon * correction));
        var vectorised = values.Length / Vector<float>.Count * Vector<float>.Count;
        var (b1, b2) = (options.Beta1, options.Beta2);
        StepVectors(
            MemoryMarshal.Cast<float, Vector<float>>(values), MemoryMarshal.Cast<float, Vector<float>>(gradient), (b1, b2), (rate, epsilon));
        for (var i = vectorised; i < values.Length; i++)
        {
            _means[i] = (b1 * _means[i]) + ((1 - b1) * gradient[i]);
            _squares[i] = (b2 * _squares[i]) + ((1 - b2) * gradient[i] * gradient[i]);
            values[i] -= rate * _means[i] / (MathF.Sqrt(_squares[i]) + epsilon);
        }
    }

    private void StepVectors(
        Span<Vector<float>> values, ReadOnlySpan<Vector<float>> gradient, (float B1, float B2) betas, (float Rate, float Epsilon) step)
    {
        var means = MemoryMarshal.Cast<float, Vector<float>>(_means.AsSpan());
        var squares = MemoryMarshal.Cast<float, Vector<float>>(_squares.AsSpan());
        var (b1, b2, c1, c2) = (betas.B1, betas.B2, 1 - betas.B1, 1 - betas.B2);
        var small = new Vector<float>(step.Epsilon);
        for (var i = 0; i < values.Length; i++)
        {
            means[i] = (b1 * means[i]) + (c1 * gradient[i]);
            squares[i] = (b2 * squares[i]) + (c2 * gradient[i] * gradient[i]);
            values[i] -= step.Rate * means[i] / (Vector.SquareRoot(squares[i]) + small);
        }
    }
}
