namespace Mlp.Training.Fitting;

/// <summary>Where a fit stands, beside the parameters and the model's own state.</summary>
internal sealed record Checkpoint
{
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    /// <summary>The model, the data and all options on which the result depends, by name.</summary>
    public required IReadOnlyDictionary<string, string> Identity { get; init; }

    /// <summary>How many epochs, or chunk by chunk how many chunks, are done.</summary>
    public required int Done { get; init; }

    public required IReadOnlyList<FitEpoch> History { get; init; }

    /// <summary>The best epoch so far, if fitting may stop early.</summary>
    public FitEpoch? Best { get; init; }

    /// <summary>Whether an epoch has ended that is enough.</summary>
    public bool StoppedEarly { get; init; }

    public required int Width { get; init; }

    public required IReadOnlyList<SeenChunk> Chunks { get; init; }

    /// <summary>Whether these are all chunks.</summary>
    public required bool ChunksAreWhole { get; init; }

    /// <summary>What the whole fit came to, once it is complete.</summary>
    public FitReport? Report { get; init; }
}
