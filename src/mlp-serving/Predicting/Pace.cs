namespace Mlp.Serving.Predicting;

/// <summary>When the next batch starts: at once, or, where a delay is allowed, after it.</summary>
/// <remarks>
/// The model runs as a work item behind the requests that the thread pool is already reading: without load that is the next moment, under
/// load a batch fills by itself, and nothing ever waits for a clock unless <c>--max-batch-delay</c> says so. It never runs on the thread
/// that read the request, which has to answer also when the model does not return. Figures: benchmarks/Mlp.Serving.Benchmarks.
/// </remarks>
internal sealed class Pace : IDisposable
{
    private readonly IThreadPoolWorkItem _batch;
    private readonly DispatchOptions _options;
    private readonly bool _takesBatches;
    private readonly Timer _delay;
    private bool _isCalled;
    private bool _isDelayed;
    private int _lastBatch;

    public Pace(IThreadPoolWorkItem batch, DispatchOptions options, bool takesBatches)
    {
        (_batch, _options, _takesBatches) = (batch, options, takesBatches);
        _delay = new(_ => ThreadPool.UnsafeQueueUserWorkItem(_batch, preferLocal: false));
    }

    /// <summary>Under the dispatcher's lock: how the next batch is to be called for.</summary>
    /// <param name="ready">How many predictions could run.</param>
    /// <param name="hasAlone">Whether one of them is to be tried by itself.</param>
    public Call Plan(int ready, bool hasAlone)
    {
        if (_isCalled || ready == 0)
        {
            return Call.None;
        }

        // Who calls alone never waits: only where the batch before had several is there something to wait for.
        if (_takesBatches && _options.MaxBatchDelay > TimeSpan.Zero && _lastBatch > 1 && ready < _options.MaxBatch && !hasAlone)
        {
            (var isDelayed, _isDelayed) = (_isDelayed, true);
            return isDelayed ? Call.None : Call.Later;
        }

        _isCalled = true;
        return Call.Now;
    }

    /// <summary>Outside the lock: does what was planned.</summary>
    public void Start(Call call)
    {
        if (call == Call.Later)
        {
            _delay.Change(_options.MaxBatchDelay, Timeout.InfiniteTimeSpan);
        }
        else if (call == Call.Now)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_batch, preferLocal: !_takesBatches);
        }
    }

    /// <summary>Under the lock: the batch that was called for is here.</summary>
    public void Came() => _isCalled = _isDelayed = false;

    /// <summary>Under the lock: a batch has run.</summary>
    public void Ran(int count) => _lastBatch = count;

    public void Dispose() => _delay.Dispose();
}

/// <summary>How a batch is called for.</summary>
internal enum Call
{
    None,
    Now,
    Later,
}
