using System.Numerics.Tensors;

namespace Mlp.Models.Dense;

/// <summary>Shifts each input by its mean and divides it by its deviation.</summary>
internal sealed class Standardisation(float[] means, float[] scales)
{
    public float[] Means { get; } = means;

    /// <summary>What is multiplied with: one over the deviation.</summary>
    public float[] Scales { get; } = scales;

    public void Apply(ReadOnlySpan<float> inputs, Span<float> standardised)
    {
        TensorPrimitives.Subtract(inputs, Means, standardised);
        TensorPrimitives.Multiply(standardised, Scales, standardised);
    }
}
