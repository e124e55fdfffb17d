namespace Mlp.Models;

/// <summary>Rows of features with their labels, to make one pass over: what a model that is fitted in a stream takes, again and again.</summary>
/// <remarks>
/// A class that implements <c>ITrainable&lt;TrainingChunk&gt;</c> is fitted by many calls. Each makes one pass over its chunk and goes on
/// from what was learnt before; the first one tells how many inputs there are. What the chunk refers to is valid during the call only. A
/// class that cannot go on, because each fit begins anew, carries <see cref="FitsAtOnceAttribute"/>; what it needs beyond its parameters
/// in order to go on in another process, it saves as <see cref="ITrainingState"/>.
/// </remarks>
public sealed class TrainingChunk
{
    /// <summary>Takes rows that lie one after the other; nothing is copied.</summary>
    /// <param name="width">How many features a row has.</param>
    /// <param name="features">All features, row by row, with 0 in place of what is missing.</param>
    /// <param name="mask">For each feature 1 where it is missing, else 0.</param>
    /// <param name="labels">One label for each row.</param>
    public TrainingChunk(int width, ReadOnlyMemory<float> features, ReadOnlyMemory<byte> mask, ReadOnlyMemory<float> labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (features.Length != (long)labels.Length * width || mask.Length != features.Length)
        {
            throw new ArgumentException(
                $"{features.Length} features and {mask.Length} marks do not make {labels.Length} rows of {width}", nameof(features));
        }

        (Width, Features, Mask, Labels) = (width, features, mask, labels);
    }

    /// <summary>How many features a row has.</summary>
    public int Width { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows => Labels.Length;

    /// <summary>All features, row by row, with 0 in place of what is missing.</summary>
    public ReadOnlyMemory<float> Features { get; }

    /// <summary>For each feature 1 where it is missing, else 0.</summary>
    public ReadOnlyMemory<byte> Mask { get; }

    /// <summary>One label for each row: the number of its class, or the value to come to.</summary>
    public ReadOnlyMemory<float> Labels { get; }

    /// <summary>How many rows make one step, for models that go in steps.</summary>
    public int BatchSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 50;

    /// <summary>Whether the rows are to be taken in an order drawn from <see cref="Seed"/>.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What all that is drawn in this pass is drawn from; it is another one for each chunk and each epoch.</summary>
    public int Seed { get; init; }

    /// <summary>Stops the pass between two steps; the model then predicts, and goes on, as before the call.</summary>
    public Ct Cancellation { get; init; }
}
