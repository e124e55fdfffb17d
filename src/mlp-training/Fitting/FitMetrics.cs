namespace Mlp.Training;

/// <summary>How well a model does on some rows.</summary>
public sealed record FitMetrics
{
    /// <summary>How many rows there were.</summary>
    public required long Rows { get; init; }

    /// <summary>
    /// Classes: minus the logarithm of the probability given to the right one, the mean over the rows. Regression: the mean squared error.
    /// </summary>
    public required double Loss { get; init; }

    /// <summary>
    /// With two classes the probability that a row of class 1 scores higher than one of class 0, ties counting half; null where a class is
    /// missing.
    /// </summary>
    public double? Auc { get; init; }

    /// <summary>How far <see cref="Auc"/> may be off: 0 unless there were more scores than are kept, 16 million.</summary>
    public double? AucError { get; init; }

    /// <summary>The share of rows whose class was found.</summary>
    public double? Accuracy { get; init; }

    /// <summary>How many rows of a class (first index) were taken for a class (second index).</summary>
    public IReadOnlyList<IReadOnlyList<long>>? Confusion { get; init; }

    /// <summary>Class by class, in order.</summary>
    public IReadOnlyList<ClassMetrics>? Classes { get; init; }

    /// <summary>Regression: the share of the labels' variance that the model explains; null where all labels are the same.</summary>
    public double? RSquared { get; init; }
}

/// <summary>How well a model finds one class. What would be divided by nothing is 0.</summary>
/// <param name="Rows">How many rows are of the class.</param>
/// <param name="Precision">The share of the rows taken for the class that are of it.</param>
/// <param name="Recall">The share of the rows of the class that were found.</param>
/// <param name="F1">The harmonic mean of both.</param>
public sealed record ClassMetrics(long Rows, double Precision, double Recall, double F1);
