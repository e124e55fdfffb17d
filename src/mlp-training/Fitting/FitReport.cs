namespace Mlp.Training;

/// <summary>What a fit came to.</summary>
public sealed record FitReport
{
    /// <summary>
    /// In the standard procedure every epoch; chunk by chunk one for each chunk, the one whose parameters were kept.
    /// </summary>
    public required IReadOnlyList<FitEpoch> History { get; init; }

    /// <summary>How well the model does, as it is now, on the rows held back for the test; null where there are none.</summary>
    public FitMetrics? Test { get; init; }

    /// <summary>In the standard procedure the epoch whose parameters the model has; else null.</summary>
    public int? Epoch { get; init; }

    /// <summary>Whether fewer epochs were made than were allowed, because the validation loss no longer fell.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>How many chunks there are.</summary>
    public required int Chunks { get; init; }

    /// <summary>How many rows are in all chunks together.</summary>
    public required long Rows { get; init; }

    /// <summary>How many features a row has.</summary>
    public required int Width { get; init; }
}
