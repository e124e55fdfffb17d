namespace Mlp.Training.Fitting;

/// <summary>Each chunk is fitted for all epochs, then the next one.</summary>
internal static class ChunkByChunkFit
{
    public static async Task<FitReport> Run(FitRun run, Ct ct)
    {
        var history = new List<FitEpoch>(run.Resumed?.History ?? []);
        var stopped = run.Resumed?.StoppedEarly ?? false;
        await foreach (var chunk in run.Passes.Pass(ct))
        {
            if (chunk >= history.Count)
            {
                var (kept, early) = FitChunk(run, chunk, ct);
                history.Add(kept);
                stopped |= early;
                run.Save(history.Count, history, stopped);
            }
        }

        return await run.Complete(history, history[^1], stopped, ct);
    }

    private static (FitEpoch Kept, bool StoppedEarly) FitChunk(FitRun run, int chunk, Ct ct)
    {
        run.Early.BeginAgain();
        for (var epoch = 1; ; epoch++)
        {
            run.Fit(epoch, chunk, ct);
            var ended = new FitEpoch(chunk, epoch, run.MeasureOn(run.Passes.Rows.Train), run.MeasureOn(run.Passes.Rows.Validation));
            var isEnough = run.Early.IsEnough(ended, run.Model);
            run.Passes.Ended(ended);
            if (isEnough || epoch == run.Options.Epochs)
            {
                return (run.Early.Restore(run.Model, ended), epoch < run.Options.Epochs);
            }
        }
    }
}
