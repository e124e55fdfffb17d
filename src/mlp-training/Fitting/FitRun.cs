using System.Globalization;

namespace Mlp.Training.Fitting;

/// <summary>One run of a fit: what is fitted on what, and where it went on from.</summary>
internal sealed record FitRun(
    FittedModel Model, StreamingFitOptions Options, ChunkPasses Passes, EarlyStop Early, CheckpointFolder? Checkpoints, Checkpoint? Resumed)
{
    /// <summary>Everything on which the result depends, by name.</summary>
    public static IReadOnlyDictionary<string, string> IdentityOf(FittedModel model, StreamingFitOptions options) =>
        new SortedDictionary<string, string>(options.DataIdentity.ToDictionary(), StringComparer.Ordinal)
        {
            ["model"] = model.Name,
            ["procedure"] = options.Procedure.ToString(),
            ["task"] = options.Task.ToString(),
            ["epochs"] = options.Epochs.ToString(CultureInfo.InvariantCulture),
            ["batch_size"] = options.BatchSize.ToString(CultureInfo.InvariantCulture),
            ["shuffle"] = options.Shuffle ? "true" : "false",
            ["seed"] = options.Seed.ToString(CultureInfo.InvariantCulture),
            ["split"] = options.Split.ToString(CultureInfo.InvariantCulture),
            ["threshold"] = options.Threshold.ToString(CultureInfo.InvariantCulture),
            ["patience"] = options.Patience?.ToString(CultureInfo.InvariantCulture) ?? "none",
        };

    /// <summary>Fits the rows of the chunk at hand that are for fitting.</summary>
    public void Fit(int epoch, int chunk, Ct ct)
    {
        if (chunk == 0 && Passes.Rows.Train.Count == 0 && Passes.Plan.Chunks[0].Rows > 0)
        {
            throw new TrainingInputException(
                "the data", $"the first chunk leaves no row to fit on: all of its {Passes.Plan.Chunks[0].Rows} are held back", "give more events, make chunks larger, or lower 'split'");
        }

        // Other numbers than those by which rows are held back: these begin from a seed of their own.
        var seed = (int)Mixed.Of(Options.Seed ^ 0x5EED, epoch, chunk);
        Model.Fit(Passes.Rows.Train, Options, seed, ct);
        Passes.Passed(epoch, chunk);
    }

    public FitMetrics? MeasureOn(RowSet rows)
    {
        var measure = Measure.For(Options);
        measure.Add(Model, rows);
        return measure.Result();
    }

    public void Save(int done, IReadOnlyList<FitEpoch> history, bool stoppedEarly = false, FitReport? report = null) =>
        Checkpoints?.Write(
            new()
            {
                Version = Checkpoint.CurrentVersion,
                Identity = IdentityOf(Model, Options),
                Done = done,
                History = history,
                Best = Options.Procedure == FitProcedure.Standard ? Early.Best : null,
                StoppedEarly = stoppedEarly,
                Width = Passes.Plan.Width,
                Chunks = Passes.Plan.Chunks,
                ChunksAreWhole = Passes.Plan.IsWhole,
                Report = report,
            },
            Model,
            Early.Folder);

    /// <summary>Measures the test rows, and says and saves that the fit is complete.</summary>
    public async Task<FitReport> Complete(IReadOnlyList<FitEpoch> history, FitEpoch? kept, bool stoppedEarly, Ct ct)
    {
        var report = new FitReport
        {
            History = history,
            Test = await Passes.Test(Model, ct),
            Epoch = kept is { Chunk: null } ? kept.Epoch : null,
            StoppedEarly = stoppedEarly,
            Chunks = Passes.Plan.Chunks.Count,
            Rows = Passes.Plan.Rows,
            Width = Passes.Plan.Width,
        };
        Save(history.Count, history, stoppedEarly, report);
        return report;
    }
}
