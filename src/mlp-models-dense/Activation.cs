namespace Mlp.Models.Dense;

/// <summary>What a layer does to its sums.</summary>
public enum Activation
{
    /// <summary>Nothing.</summary>
    Identity,

    /// <summary>Negative sums become 0.</summary>
    Relu,

    /// <summary>The hyperbolic tangent: between -1 and 1.</summary>
    Tanh,

    /// <summary>The logistic function: between 0 and 1, each output on its own.</summary>
    Sigmoid,

    /// <summary>Probabilities that add up to 1, one per output; for the last layer alone.</summary>
    Softmax,
}
