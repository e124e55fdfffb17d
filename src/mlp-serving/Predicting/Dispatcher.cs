using System.Diagnostics;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Predicting;

/// <summary>Hands predictions to lanes: at once where one is free, and what has gathered meanwhile as one batch.</summary>
/// <remarks>One lock guards what waits (<see cref="WaitingLine{TInput, TOutput}"/>), what works (<see cref="Lanes{TInput, TOutput}"/>) and what is called for (<see cref="Pace"/>).</remarks>
internal sealed class Dispatcher<TInput, TOutput> : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock _gate = new();
    private readonly WaitingLine<TInput, TOutput> _line;
    private readonly Lanes<TInput, TOutput> _lanes;
    private readonly Pace _pace;
    private readonly HangWatch<TInput, TOutput> _watch;
    private readonly Stack<Batch<TInput, TOutput>> _batches = new();
    private readonly BatchMetrics _metrics;
    private readonly int _maxBatch;

    public Dispatcher(IReadOnlyList<Instance<TInput, TOutput>> instances, Func<Instance<TInput, TOutput>> create, DispatchOptions options, BatchMetrics metrics)
    {
        var takesBatches = instances[0].TakesBatches && options.MaxBatch > 1;
        (_metrics, _maxBatch) = (metrics, takesBatches ? options.MaxBatch : 1);
        _line = new(options, instances[0].HasState);
        _lanes = new(instances, options.Lanes);
        _pace = new(this, options, takesBatches);
        _watch = new(_gate, _line, _lanes, options, create, Wake);
    }

    /// <inheritdoc cref="HangWatch{TInput, TOutput}.Hangs"/>
    public Action<Refusal?> Hangs
    {
        get => _watch.Hangs;
        set => _watch.Hangs = value;
    }

    public int Waiting => Read(static dispatcher => dispatcher._line.Count);

    public int OpenSessions => Read(static dispatcher => dispatcher._line.OpenSessions);

    public int Busy => Read(static dispatcher => dispatcher._lanes.Working.Count());

    public int GivenUp => Read(static dispatcher => dispatcher._lanes.GivenUp);

    /// <summary>Predicts one input.</summary>
    /// <exception cref="Refusal">The queue is full, or the model hangs.</exception>
    public Task<TOutput> Predict(TInput input, Caller caller)
    {
        var prediction = new Prediction<TInput, TOutput>(input, caller);
        Enter(prediction);
        return prediction.Task;
    }

    /// <summary>Predicts many.</summary>
    /// <inheritdoc cref="Predict(TInput, Caller)"/>
    public Task<TOutput>[] Predict(ReadOnlySpan<TInput> inputs, Caller caller)
    {
        var predictions = new Prediction<TInput, TOutput>[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            predictions[i] = new(inputs[i], caller);
        }

        Enter(predictions);
        return [.. predictions.Select(prediction => prediction.Task)];
    }

    /// <summary>Runs one batch.</summary>
    public void Execute()
    {
        Lane<TInput, TOutput>? lane;
        Batch<TInput, TOutput>? batch = null;
        List<Prediction<TInput, TOutput>>? over = null;
        var call = Call.None;
        lock (_gate)
        {
            _pace.Came();
            if (_lanes.TryTake(out lane))
            {
                batch = Form(lane, ref over);
                call = Plan();
            }
        }

        over?.ForEach(static prediction => prediction.Drop());
        _pace.Start(call);
        if (batch is not null)
        {
            Run(lane!, batch);
        }
    }

    public void Dispose()
    {
        _watch.Dispose();
        _pace.Dispose();
        IReadOnlyList<Instance<TInput, TOutput>> unused;
        lock (_gate)
        {
            unused = _lanes.Close();
        }

        foreach (var instance in unused)
        {
            Lanes<TInput, TOutput>.DisposeOf(instance);
        }
    }

    private void Enter(params ReadOnlySpan<Prediction<TInput, TOutput>> predictions)
    {
        Call call;
        lock (_gate)
        {
            if (_lanes.AllHang)
            {
                throw DispatchFaults.Hangs(Lanes<TInput, TOutput>.MostGivenUp);
            }

            _line.Enter(predictions);
            call = Plan();
        }

        _pace.Start(call);
    }

    private void Wake()
    {
        Call call;
        lock (_gate)
        {
            call = Plan();
        }

        _pace.Start(call);
    }

    // Under the lock, as the next one. Null where nobody waits any more for what waited.
    private Batch<TInput, TOutput>? Form(Lane<TInput, TOutput> lane, ref List<Prediction<TInput, TOutput>>? over)
    {
        var batch = _batches.TryPop(out var used) ? used : new(_maxBatch);
        _line.Fill(batch, Stopwatch.GetTimestamp(), ref over);
        if (batch.Count > 0)
        {
            lane.Begin(batch);
            return batch;
        }

        _lanes.Free(lane);
        _batches.Push(batch);
        return null;
    }

    private Call Plan() => _lanes.HasFree ? _pace.Plan(_line.Ready, _line.HasAlone) : Call.None;

    private void Run(Lane<TInput, TOutput> lane, Batch<TInput, TOutput> batch)
    {
        lane.Run(batch);
        var call = Call.None;
        bool isGivenUp;
        lock (_gate)
        {
            isGivenUp = lane.IsGivenUp;
            if (!isGivenUp)
            {
                _line.Leave(batch, batch.Done);
                lane.End();
                _lanes.Free(lane);
                _pace.Ran(batch.Count);
                call = Plan();
            }
        }

        _pace.Start(call);
        _metrics.Record(batch.Count);
        batch.Tell(batch.Done);
        if (isGivenUp)
        {
            _watch.ComeBack(lane);
            return;
        }

        batch.Clear();
        lock (_gate)
        {
            _batches.Push(batch);
        }
    }

    private T Read<T>(Func<Dispatcher<TInput, TOutput>, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }
}
