using Mlp.Models;
using Mlp.Training.Fitting;

namespace Mlp.Training;

/// <summary>Fits a model to chunks that need not all fit into memory, and says how well it does on rows it has not seen.</summary>
/// <remarks>
/// Memory is that of one chunk, and of four bytes for each score of which the area under the curve is made (16 million at most are kept).
/// The rows that are held back lie in files without a name, in the checkpoint folder or else that for temporary files, until the fit ends.
/// The same chunks, options and machine give the same parameters, also after interruptions if the model's class keeps its side of
/// <see cref="ITrainingState"/>.
/// </remarks>
/// <param name="model">
/// What is fitted. Its class implements <c>ITrainable&lt;TrainingChunk&gt;</c>, and predicts a number or several from <c>float[]</c>.
/// </param>
/// <param name="chunks">Begins the sequence of all chunks anew. Each is done with when the next one is asked for.</param>
/// <param name="options">How to go about it.</param>
public sealed class StreamingFit(IModel model, Func<Ct, IAsyncEnumerable<Chunk>> chunks, StreamingFitOptions options)
{
    /// <summary>Fits the model, going on from the last checkpoint where there is one; a fit that is complete is not done again.</summary>
    /// <param name="ct">Stops between two steps. The last checkpoint stays, and a further run goes on from it.</param>
    /// <returns>What it came to; the model has the parameters.</returns>
    /// <exception cref="TrainingInputException">The options, the data, the model or the checkpoint are not what they have to be.</exception>
    public Task<FitReport> RunAsync(Ct ct = default) => Task.Run(() => Run(ct), ct);

    private async Task<FitReport> Run(Ct ct)
    {
        options.Check();
        var fitted = new FittedModel(model);
        var best = Directory.CreateTempSubdirectory("mlp-fit-").FullName;
        try
        {
            using var checkpoints = CheckpointFolder.Open(options);
            var resumed = checkpoints?.Resume(FitRun.IdentityOf(fitted, options), fitted, best);
            return resumed?.Report ?? await Fit(fitted, best, checkpoints, resumed, ct);
        }
        finally
        {
            Directory.Delete(best, recursive: true);
        }
    }

    private async Task<FitReport> Fit(FittedModel fitted, string best, CheckpointFolder? checkpoints, Checkpoint? resumed, Ct ct)
    {
        var plan = new SeenChunks(resumed?.Chunks ?? [], resumed?.Width ?? 0, resumed?.ChunksAreWhole ?? false);
        using var passes = new ChunkPasses(chunks, options, plan);
        var run = new FitRun(fitted, options, passes, new(options.Patience, best, resumed?.Best), checkpoints, resumed);
        return (fitted.FitsAtOnce, options.Procedure) switch
        {
            (true, _) => await AtOnceFit.Run(run, ct),
            (_, FitProcedure.Standard) => await StandardFit.Run(run, ct),
            _ => await ChunkByChunkFit.Run(run, ct),
        };
    }
}
