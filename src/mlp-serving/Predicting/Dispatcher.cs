using System.Diagnostics;
using System.Globalization;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Predicting;

/// <summary>Hands predictions to lanes: at once where one is free, and what has gathered meanwhile as one batch.</summary>
/// <remarks>
/// <para>The model runs as a work item behind the requests that the thread pool is already reading: without load that is the next moment,
/// under load a batch fills by itself, and nothing ever waits for a clock unless <c>--max-batch-delay</c> says so. It never runs on
/// the thread that read the request, which has to answer also when the model does not return. Figures:
/// benchmarks/Mlp.Serving.Benchmarks.</para>
/// <para>A lane that takes too long is given up: its thread stays where it is, another instance takes its place, and what it kept from
/// running goes on there.</para>
/// </remarks>
internal sealed class Dispatcher<TInput, TOutput> : IThreadPoolWorkItem, IDisposable
{
    private const int MostGivenUp = 8;

    private readonly Lock _gate = new();
    private readonly Queue<Prediction<TInput, TOutput>> _waiting = new();
    private readonly Queue<Prediction<TInput, TOutput>> _alone = new();
    private readonly List<Lane<TInput, TOutput>> _lanes = [];
    private readonly Stack<Lane<TInput, TOutput>> _idle = new();
    private readonly Stack<Batch<TInput, TOutput>> _batches = new();
    private readonly Sessions<TInput, TOutput> _sessions;
    private readonly Func<Instance<TInput, TOutput>> _create;
    private readonly DispatchOptions _options;
    private readonly BatchMetrics _metrics;
    private readonly Timer _watch;
    private readonly Timer _delay;
    private readonly bool _takesBatches;
    private readonly bool _hasState;
    private bool _scheduled;
    private bool _delayed;
    private int _lastBatch;
    private int _inSessions;
    private int _givenUp;
    private bool _closed;

    public Dispatcher(IReadOnlyList<Instance<TInput, TOutput>> instances, Func<Instance<TInput, TOutput>> create, DispatchOptions options, BatchMetrics metrics)
    {
        (_create, _options, _metrics) = (create, options, metrics);
        (_takesBatches, _hasState) = (instances[0].TakesBatches && options.MaxBatch > 1, instances[0].HasState);
        _sessions = new(options.Sessions, options.SessionIdle);
        for (var i = 0; i < options.Lanes; i++)
        {
            Join(new(instances[i % instances.Count], ownsInstance: instances.Count == options.Lanes));
        }

        MoreThreads(options.Lanes);
        _delay = new(_ => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false));
        var period = TimeSpan.FromMilliseconds(double.Clamp(options.Timeout.TotalMilliseconds / 20, 5, 250));
        _watch = new(_ => Watch(), null, period, period);
    }

    /// <summary>Is told when all lanes hang, and when one has come back.</summary>
    public Action<Refusal?> Hangs { get; set; } = static _ => { };

    public int Waiting => _waiting.Count + _alone.Count + _inSessions;

    public int OpenSessions => _sessions.Count;

    public int GivenUp => _givenUp;

    public bool HasState => _hasState;

    /// <summary>Predicts one input.</summary>
    /// <exception cref="Refusal">The queue is full.</exception>
    public Task<TOutput> Predict(TInput input, Caller caller)
    {
        var prediction = new Prediction<TInput, TOutput>(input, caller);
        Next next;
        lock (_gate)
        {
            Admit();
            Enqueue(prediction);
            next = Plan();
        }

        Start(next);
        return prediction.Task;
    }

    /// <summary>Predicts many. They are let in where there is room for one, so that no batch is too long for the queue.</summary>
    /// <exception cref="Refusal">The queue is full.</exception>
    public Task<TOutput>[] Predict(ReadOnlySpan<TInput> inputs, Caller caller)
    {
        var answers = new Task<TOutput>[inputs.Length];
        Next next;
        lock (_gate)
        {
            Admit();
            for (var i = 0; i < inputs.Length; i++)
            {
                var prediction = new Prediction<TInput, TOutput>(inputs[i], caller);
                answers[i] = prediction.Task;
                Enqueue(prediction);
            }

            next = Plan();
        }

        Start(next);
        return answers;
    }

    /// <summary>Runs one batch.</summary>
    public void Execute()
    {
        Lane<TInput, TOutput>? lane = null;
        Batch<TInput, TOutput>? batch = null;
        List<Prediction<TInput, TOutput>>? dropped = null;
        var next = Next.Nothing;
        lock (_gate)
        {
            _scheduled = _delayed = false;
            if (_idle.TryPop(out lane))
            {
                batch = _batches.TryPop(out var used) ? used : new(_takesBatches ? _options.MaxBatch : 1);
                dropped = Fill(batch);
                if (batch.Count > 0)
                {
                    lane.Begin(batch);
                }
                else
                {
                    Give(lane, batch);
                }

                next = Plan();
            }
        }

        dropped?.ForEach(Drop);
        Start(next);
        if (batch is { Count: > 0 })
        {
            Run(lane!, batch);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
        }

        MoreThreads(-_options.Lanes);
        _watch.Dispose();
        _delay.Dispose();
        foreach (var instance in _lanes.Where(lane => lane.Running is null).Select(lane => lane.Instance).Distinct())
        {
            DisposeOf(instance);
        }
    }

    private void Run(Lane<TInput, TOutput> lane, Batch<TInput, TOutput> batch)
    {
        lane.Run(batch);
        var next = Next.Nothing;
        bool isMine;
        lock (_gate)
        {
            isMine = !lane.IsGivenUp;
            if (isMine)
            {
                LeaveSessions(batch, batch.Done);
                lane.End();
                _idle.Push(lane);
                _lastBatch = batch.Count;
                next = Plan();
            }
        }

        Start(next);
        batch.Tell(batch.Done);
        _metrics.Record(batch.Count);
        if (isMine)
        {
            batch.Clear();
            lock (_gate)
            {
                _batches.Push(batch);
            }
        }
        else
        {
            ComeBack(lane);
        }
    }

    private void Admit()
    {
        if (Waiting >= _options.Queue)
        {
            throw new Refusal(
                ErrorCode.QueueFull, string.Create(CultureInfo.InvariantCulture, $"{Waiting} predictions are waiting; the queue takes {_options.Queue}"),
                remedy: "try again in a second; the operator sets the length with --queue, and the speed with --instances");
        }

        if (_lanes.Count == 0 && _givenUp >= MostGivenUp)
        {
            throw Hang();
        }
    }

    private void Enqueue(Prediction<TInput, TOutput> prediction)
    {
        if (prediction.SessionId is null)
        {
            _waiting.Enqueue(prediction);
        }
        else if (!_hasState)
        {
            throw new Refusal(ErrorCode.SessionUnusable, "the model has no state that a session could keep", "session", "leave the session out");
        }
        else if (_sessions.Enter(prediction))
        {
            _waiting.Enqueue(prediction);
        }
        else
        {
            _inSessions++;
        }
    }

    // Under the lock: what has to happen for the predictions that wait.
    private Next Plan()
    {
        if (_scheduled || _idle.Count == 0 || (_waiting.Count == 0 && _alone.Count == 0))
        {
            return Next.Nothing;
        }

        // Who calls alone never waits: only where the batch before had several is there something to wait for.
        if (_takesBatches && _options.MaxBatchDelay > TimeSpan.Zero && _lastBatch > 1 && _waiting.Count < _options.MaxBatch && _alone.Count == 0)
        {
            (var armed, _delayed) = (_delayed, true);
            return armed ? Next.Nothing : Next.Later;
        }

        _scheduled = true;
        return Next.Now;
    }

    private void Start(Next next)
    {
        if (next == Next.Later)
        {
            _delay.Change(_options.MaxBatchDelay, Timeout.InfiniteTimeSpan);
        }
        else if (next == Next.Now)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: !_takesBatches);
        }
    }

    private List<Prediction<TInput, TOutput>>? Fill(Batch<TInput, TOutput> batch)
    {
        List<Prediction<TInput, TOutput>>? dropped = null;
        var now = Stopwatch.GetTimestamp();
        while (!batch.IsFull)
        {
            if (!_alone.TryDequeue(out var prediction) && !_waiting.TryDequeue(out prediction))
            {
                break;
            }

            if (prediction.Task.IsCompleted || prediction.IsAbandoned || prediction.Age(now) >= _options.Timeout)
            {
                (dropped ??= []).Add(prediction);
                LeaveSession(prediction, keepState: false);
                continue;
            }

            batch.Add(prediction);
            if (prediction.IsAlone)
            {
                break;
            }
        }

        return dropped;
    }

    private static void Drop(Prediction<TInput, TOutput> prediction)
    {
        if (prediction.IsAbandoned)
        {
            prediction.TrySetCanceled();
        }
        else
        {
            prediction.TrySetException(TooLong());
        }
    }

    private void LeaveSessions(Batch<TInput, TOutput> batch, int count)
    {
        for (var i = 0; _hasState && i < count; i++)
        {
            LeaveSession(batch[i], keepState: !batch.Failed(i));
        }
    }

    private void LeaveSession(Prediction<TInput, TOutput> prediction, bool keepState)
    {
        if (prediction.Session is not null && Sessions<TInput, TOutput>.Leave(prediction, keepState) is { } next)
        {
            _inSessions--;
            _waiting.Enqueue(next);
        }
    }

    private void Watch()
    {
        var now = Stopwatch.GetTimestamp();
        var late = new List<Prediction<TInput, TOutput>>();
        var (next, lost) = (Next.Nothing, new List<(Batch<TInput, TOutput> Batch, int Done)>());
        var hangs = false;
        lock (_gate)
        {
            foreach (var lane in _lanes.Where(lane => lane.Running is not null).ToList())
            {
                Collect(lane.Running!, now, late);
                if (lane.RunningFor(now) > LimitOf(lane))
                {
                    lost.Add((lane.Running!, lane.IsTogether ? 0 : lane.Running!.Done));
                    GiveUp(lane, late);
                }
            }

            while (_waiting.TryPeek(out var oldest) && (oldest.Age(now) >= _options.Timeout || oldest.IsAbandoned))
            {
                late.Add(_waiting.Dequeue());
                LeaveSession(oldest, keepState: false);
            }

            hangs = _lanes.Count == 0 && _givenUp >= MostGivenUp;
            if (hangs)
            {
                late.AddRange(_waiting.Concat(_alone));
                _waiting.Clear();
                _alone.Clear();
            }

            _sessions.ForgetIdle(now);
            next = Plan();
        }

        lost.ForEach(each => each.Batch.Tell(each.Done));
        late.ForEach(hangs ? static p => p.TrySetException(Hang()) : Drop);
        Start(next);
    }

    private void Collect(Batch<TInput, TOutput> batch, long now, List<Prediction<TInput, TOutput>> late)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Age(now) >= _options.Timeout && i >= batch.Done)
            {
                late.Add(batch[i]);
            }
        }
    }

    private TimeSpan LimitOf(Lane<TInput, TOutput> lane) =>
        lane.IsTogether ? _options.BatchTimeout : lane.Running!.Count > 1 || lane.Running[0].IsAlone ? _options.AloneTimeout : _options.Timeout;

    // Under the lock. The one prediction that hangs has failed; those beside and behind it are tried by themselves.
    private void GiveUp(Lane<TInput, TOutput> lane, List<Prediction<TInput, TOutput>> late)
    {
        var (batch, done) = (lane.Running!, lane.IsTogether ? 0 : lane.Running!.Done);
        lane.IsGivenUp = true;
        _lanes.Remove(lane);
        _givenUp++;
        LeaveSessions(batch, done);
        for (var i = done; i < batch.Count; i++)
        {
            if (lane.IsTogether || i > done)
            {
                batch[i].IsAlone = true;
                _alone.Enqueue(batch[i]);
            }
            else
            {
                LeaveSession(batch[i], keepState: false);
                late.Add(batch[i]);
            }
        }

        Log.Error(string.Create(CultureInfo.InvariantCulture, $"a call of the model hangs; {_givenUp} of at most {MostGivenUp} instances are given up"));
        MoreThreads(1);
        if (_givenUp < MostGivenUp)
        {
            _ = Task.Run(Replace);
        }
        else if (_lanes.Count == 0)
        {
            Hangs(Hang());
        }
    }

#pragma warning disable CA1031 // The model's code may throw anything.
    private void Replace()
    {
        try
        {
            var lane = new Lane<TInput, TOutput>(_create(), ownsInstance: true);
            Next next;
            lock (_gate)
            {
                Join(lane);
                next = Plan();
            }

            Start(next);
        }
        catch (Exception e)
        {
            Log.Error("an instance that hangs could not be replaced", e);
            Hangs(e as Refusal ?? Hang());
        }
    }

    private static void DisposeOf(Instance<TInput, TOutput> instance)
    {
        try
        {
            instance.Dispose();
        }
        catch (Exception e)
        {
            Log.Error("the model failed to dispose of itself", e);
        }
    }
#pragma warning restore CA1031

    // A lane that was given up has returned after all: it serves again where one is missing.
    private void ComeBack(Lane<TInput, TOutput> lane)
    {
        MoreThreads(-1);
        var next = Next.Nothing;
        var isNeeded = false;
        lock (_gate)
        {
            _givenUp--;
            isNeeded = _lanes.Count < _options.Lanes && !_closed;
            if (isNeeded)
            {
                Join(new(lane.Instance, lane.OwnsInstance));
                next = Plan();
            }
        }

        if (isNeeded)
        {
            Hangs(null);
            Start(next);
        }
        else if (lane.OwnsInstance)
        {
            DisposeOf(lane.Instance);
        }
    }

    private void Join(Lane<TInput, TOutput> lane)
    {
        _lanes.Add(lane);
        _idle.Push(lane);
    }

    private void Give(Lane<TInput, TOutput> lane, Batch<TInput, TOutput> batch)
    {
        _idle.Push(lane);
        _batches.Push(batch);
    }

    // A thread that is in the model is one less for everything else.
    private static void MoreThreads(int count)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(workers + count, ports);
    }

    private static Refusal TooLong() => new(
        ErrorCode.TookTooLong, "the prediction did not end in time", remedy: "try again later, or another input; the operator sets the time with --timeout");

    private static Refusal Hang() => new(
        ErrorCode.ModelHangs, string.Create(CultureInfo.InvariantCulture, $"{MostGivenUp} calls of the model did not end"), remedy: "restart the process; correct the model, which must return or throw");

    private enum Next
    {
        Nothing,
        Now,
        Later,
    }
}
