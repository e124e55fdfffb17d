using System.Runtime.CompilerServices;

namespace Mlp.Training.Fitting;

/// <summary>
/// Passes over all chunks. Each has to bring what the first one brought; the first one in this process also keeps what is held back.
/// </summary>
internal sealed class ChunkPasses(Func<Ct, IAsyncEnumerable<Chunk>> chunks, StreamingFitOptions options, SeenChunks plan) : IDisposable
{
    private readonly ChunkRows _rows = new(options);
    private readonly RowFile _validation = new(options);
    private readonly RowFile _test = new(options);
    private readonly long _began = options.Clock.GetTimestamp();
    private bool _haveHeldBack;
    private long _rowsPassed;

    public SeenChunks Plan => plan;

    /// <summary>The rows of the chunk at hand.</summary>
    public ChunkRows Rows => _rows;

    /// <summary>One pass: the numbers of the chunks, each at hand until the next one is asked for.</summary>
    public async IAsyncEnumerable<int> Pass([EnumeratorCancellation] Ct ct)
    {
        plan.BeginPass();
        await foreach (var chunk in chunks(ct).WithCancellation(ct))
        {
            ct.ThrowIfCancellationRequested();
            plan.Take(chunk);
            _rows.Take(chunk);
            if (!_haveHeldBack)
            {
                _test.Add(_rows.Test);
                if (options.Procedure == FitProcedure.Standard)
                {
                    _validation.Add(_rows.Validation);
                }
            }

            yield return chunk.Index;
        }

        plan.EndPass();
        _haveHeldBack = true;
    }

    /// <summary>On all rows held back for validation, once a pass of the standard procedure has ended.</summary>
    public FitMetrics? Validate(FittedModel model) => _validation.Measure(model, plan.Width, Measure.For(options));

    /// <summary>On all rows held back for the test; a fit that went on with nothing left to fit makes the pass that keeps them.</summary>
    public async Task<FitMetrics?> Test(FittedModel model, Ct ct)
    {
        if (!_haveHeldBack)
        {
            await foreach (var _ in Pass(ct))
            {
            }
        }

        return _test.Measure(model, plan.Width, Measure.For(options));
    }

    /// <summary>Tells of a pass over the chunk at hand.</summary>
    public void Passed(int epoch, int chunk)
    {
        _rowsPassed += plan.Chunks[chunk].Rows;
        Tell(epoch, chunk, completed: null);
    }

    /// <summary>Tells of an epoch that has ended.</summary>
    public void Ended(FitEpoch epoch) => Tell(epoch.Epoch, epoch.Chunk ?? (plan.Chunks.Count - 1), epoch);

    public void Dispose()
    {
        _validation.Dispose();
        _test.Dispose();
    }

    private void Tell(int epoch, int chunk, FitEpoch? completed)
    {
        var seconds = options.Clock.GetElapsedTime(_began).TotalSeconds;
        options.Progress?.Report(new(epoch, chunk, _rowsPassed, seconds > 0 ? _rowsPassed / seconds : 0, completed));
    }
}
