namespace Mlp.Training.Fitting;

/// <summary>One chunk, one fit: for models that begin anew with each.</summary>
internal static class AtOnceFit
{
    public static async Task<FitReport> Run(FitRun run, Ct ct)
    {
        if (run.Options.Patience is not null)
        {
            throw new TrainingInputException(
                $"the model {run.Model.Name}", "it is fitted once, so that there is no epoch to stop after", "leave out 'patience'");
        }

        await foreach (var chunk in run.Passes.Pass(ct))
        {
            if (chunk > 0)
            {
                throw new TrainingInputException(
                    $"the model {run.Model.Name}", "it begins anew with each fit, and the data comes in several chunks",
                    "set 'chunk_size' to -1, which makes one chunk of all events, or take a model that goes on from chunk to chunk");
            }
        }

        run.Fit(epoch: 1, chunk: 0, ct);
        var rows = run.Passes.Rows;
        var ended = new FitEpoch(Chunk: null, Epoch: 1, run.MeasureOn(rows.Train), run.MeasureOn(rows.Validation));
        run.Passes.Ended(ended);
        return await run.Complete([ended], ended, stoppedEarly: false, ct);
    }
}
