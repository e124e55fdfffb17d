namespace Mlp.Models;

/// <summary>The shape of one input or one output whose type is an array of numbers, where it is more than <c>[-1]</c>.</summary>
/// <remarks>
/// The array stays flat and in row-major order: a <c>float[]</c> of shape <c>[28, 28]</c> has 784 elements. The shape is that of one
/// prediction; it has no dimension for a batch.
/// </remarks>
public abstract class TensorShapeAttribute : Attribute
{
    /// <summary>Fixes the shape.</summary>
    /// <param name="dimensions">At least one dimension, each at least 1; one of them may be -1 and then follows from the number of
    /// elements.</param>
    private protected TensorShapeAttribute(int[] dimensions) => Dimensions = dimensions;

    /// <summary>The dimensions as written.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The tensor's name in protocols that name tensors; null leaves the choice to the server.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the dimensions are a shape: at least one, each at least 1 or, once, -1.</summary>
    public bool IsValid => Dimensions.Count > 0 && Dimensions.All(d => d is >= 1 or -1) && Dimensions.Count(d => d == -1) <= 1;

    /// <summary>Whether so many elements fill the shape.</summary>
    public bool Fits(int elements)
    {
        var known = Dimensions.Where(d => d != -1).Aggregate(1L, (product, d) => product * d);
        return Dimensions.Contains(-1) ? elements > 0 && elements % known == 0 : elements == known;
    }
}
