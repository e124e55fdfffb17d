namespace Mlp.Models.Dense;

/// <summary>What fitting makes small.</summary>
public enum Loss
{
    /// <summary>The square of output minus target, the mean over all outputs and rows.</summary>
    SquaredError,

    /// <summary>
    /// Minus the logarithm of the probability given to what was true, the mean over all rows: over the classes of a softmax, or over each
    /// output of a sigmoid as a question of its own (then the mean over outputs too). Targets are between 0 and 1.
    /// </summary>
    CrossEntropy,
}
