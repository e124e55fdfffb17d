namespace Mlp.Training;

/// <summary>How a model is fitted to a stream of chunks.</summary>
public sealed record StreamingFitOptions
{
    /// <summary>How often each chunk is passed.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>How many rows make one step, for models that go in steps.</summary>
    public int BatchSize { get; init; } = 50;

    /// <summary>Whether each pass takes the rows of a chunk in another order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What is held back, and every order, is drawn from it.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// The share of each chunk, and of each class in it, that is never fitted on: one half for validation, which early stopping looks at,
    /// the other for the test at the end. From 0, less than 1.
    /// </summary>
    public double Split { get; init; } = 0.3;

    /// <summary>In which order epochs and chunks are gone through.</summary>
    public FitProcedure Procedure { get; init; }

    /// <summary>What the labels mean.</summary>
    public FitTask Task { get; init; }

    /// <summary>The probability from which on a row counts as class 1, where there are two classes.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>
    /// After how many epochs without a lower loss on the validation rows fitting ends, with the parameters of the best epoch; null for
    /// never. Chunk by chunk it holds for each chunk by itself.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>
    /// A folder of this fit alone, where it leaves what it needs to go on after an interruption. If it holds something already, the fit
    /// goes on from there.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>
    /// A checkpoint follows each epoch, or chunk by chunk each chunk, but not sooner than this after the one before; for chunks that are
    /// fitted faster than the disk syncs.
    /// </summary>
    public TimeSpan CheckpointInterval { get; init; }

    /// <summary>What the chunks are made from, by names of any kind; a fit does not go on from a checkpoint with others.</summary>
    public IReadOnlyDictionary<string, string> DataIdentity { get; init; } = new Dictionary<string, string>();

    /// <summary>Hears of every pass over a chunk and of every epoch.</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>What rows per second and checkpoint intervals are measured with.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Check()
    {
        Demand(Epochs >= 1, "epochs", Epochs, "at least 1");
        Demand(BatchSize >= 1, "batch_size", BatchSize, "at least 1");
        Demand(Split is >= 0 and < 1, "split", Split, "at least 0 and less than 1");
        Demand(Threshold is > 0 and < 1, "threshold", Threshold, "more than 0 and less than 1");
        Demand(Patience is null or >= 1, "patience", Patience ?? 0, "at least 1");
        Demand(Patience is null || Split > 0, "split", Split, "more than 0 where fitting is to stop early, which looks at rows that are held back");
    }

    private static void Demand(bool isRight, string name, double value, string right)
    {
        if (!isRight)
        {
            throw new TrainingInputException("the options of the fit", FormattableString.Invariant($"'{name}' is {value}"), $"it has to be {right}");
        }
    }
}
