namespace Mlp.Training;

/// <summary>What the labels mean.</summary>
public enum FitTask
{
    /// <summary>
    /// Labels are classes, numbered from 0. The model answers the probability of class 1, or one probability for each class.
    /// </summary>
    Classification,

    /// <summary>Labels are values that the model's one answer should come to.</summary>
    Regression,
}
