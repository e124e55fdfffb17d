namespace Mlp.Models.Dense;

/// <summary>
/// How a network is fitted: mini-batches, Adam. The same options, data and machine give the same parameters, bit for bit.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>How often the data is gone through.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>How many rows make one step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The size of a step.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>How slowly the mean of the gradients changes; from 0, less than 1.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>How slowly the mean of their squares changes; from 0, less than 1.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Keeps steps finite where gradients vanish.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>Where the first weights and the order of the rows come from.</summary>
    public int Seed { get; init; }

    /// <summary>What is made small; null means cross-entropy where the outputs are sigmoid or softmax, else the squared error.</summary>
    public Loss? Loss { get; init; }

    /// <summary>
    /// Whether each input is shifted and scaled to mean 0 and deviation 1, as measured on the data in a pass of its own before the first
    /// epoch. The shift and scale become parameters.
    /// </summary>
    public bool StandardiseInputs { get; init; } = true;

    /// <summary>Whether the rows of each chunk of data are taken in a new order in each epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether fitting goes on from the parameters there are, and their shift and scale, instead of from the seed.</summary>
    public bool Continue { get; init; }

    /// <summary>Hears of every epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops fitting between two steps; the network then predicts as before.</summary>
    public Ct Cancellation { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        CheckRange(LearningRate, LearningRate > 0, nameof(LearningRate), "more than 0");
        CheckRange(Beta1, Beta1 is >= 0 and < 1, nameof(Beta1), "at least 0 and less than 1");
        CheckRange(Beta2, Beta2 is >= 0 and < 1, nameof(Beta2), "at least 0 and less than 1");
        CheckRange(Epsilon, Epsilon > 0, nameof(Epsilon), "more than 0");
    }

    private static void CheckRange(float value, bool isRight, string name, string right)
    {
        if (!isRight || !float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it has to be {right}");
        }
    }
}
