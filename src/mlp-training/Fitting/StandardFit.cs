namespace Mlp.Training.Fitting;

/// <summary>In each epoch all chunks are passed once.</summary>
internal static class StandardFit
{
    public static async Task<FitReport> Run(FitRun run, Ct ct)
    {
        var history = new List<FitEpoch>(run.Resumed?.History ?? []);
        var stopped = run.Resumed?.StoppedEarly ?? false;
        for (var epoch = history.Count + 1; epoch <= run.Options.Epochs && !stopped; epoch++)
        {
            var ended = await Epoch(run, epoch, ct);
            history.Add(ended);
            stopped = run.Early.IsEnough(ended, run.Model) && epoch < run.Options.Epochs;
            run.Save(epoch, history, stopped);
            run.Passes.Ended(ended);
        }

        return await run.Complete(history, run.Early.Restore(run.Model, history[^1]), stopped, ct);
    }

    private static async Task<FitEpoch> Epoch(FitRun run, int epoch, Ct ct)
    {
        var train = Measure.For(run.Options);
        await foreach (var chunk in run.Passes.Pass(ct))
        {
            run.Fit(epoch, chunk, ct);
            train.Add(run.Model, run.Passes.Rows.Train);
        }

        var validation = run.Passes.Validate(run.Model);
        return validation is not null || run.Options.Patience is null
            ? new(Chunk: null, epoch, train.Result(), validation)
            : throw new TrainingInputException(
                "the options of the fit", $"there are too few rows ({run.Passes.Plan.Rows}) to hold some back for validation, which stopping early looks at",
                "raise 'split', give more rows, or leave out 'patience'");
    }
}
