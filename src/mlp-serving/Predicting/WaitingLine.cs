namespace Mlp.Serving.Predicting;

/// <summary>Predictions that wait, in the order in which they came; of each session one at a time. Its users hold the dispatcher's lock.</summary>
internal sealed class WaitingLine<TInput, TOutput>(DispatchOptions options, bool hasState)
{
    private readonly Queue<Prediction<TInput, TOutput>> _waiting = new();
    private readonly Queue<Prediction<TInput, TOutput>> _alone = new();
    private readonly Sessions<TInput, TOutput> _sessions = new(options.Sessions, options.SessionIdle);

    public int Count => Ready + _sessions.Waiting;

    /// <summary>How many could run now.</summary>
    public int Ready => _waiting.Count + _alone.Count;

    /// <summary>Whether one is to be tried by itself.</summary>
    public bool HasAlone => _alone.Count > 0;

    public int OpenSessions => _sessions.Count;

    /// <summary>Takes them in where there is room for one, so that no batch is too long for the line.</summary>
    /// <exception cref="Refusal">The line is full, or the session is none.</exception>
    public void Enter(params ReadOnlySpan<Prediction<TInput, TOutput>> predictions)
    {
        if (Count >= options.Queue)
        {
            throw DispatchFaults.QueueFull(Count, options.Queue);
        }

        foreach (var prediction in predictions)
        {
            if (prediction.SessionId is null || Enter(prediction))
            {
                _waiting.Enqueue(prediction);
            }
        }
    }

    /// <summary>It was in a batch that hung: before all others, it is tried by itself.</summary>
    public void EnterAlone(Prediction<TInput, TOutput> prediction)
    {
        prediction.IsAlone = true;
        _alone.Enqueue(prediction);
    }

    /// <summary>Moves those that run next into the batch, and those for which it is too late to the others.</summary>
    public void Fill(Batch<TInput, TOutput> batch, long now, ref List<Prediction<TInput, TOutput>>? over)
    {
        while (!batch.IsFull && (_alone.TryDequeue(out var next) || _waiting.TryDequeue(out next)))
        {
            if (IsOver(next, now))
            {
                (over ??= []).Add(next);
                Leave(next, keepState: false);
                continue;
            }

            batch.Add(next);
            if (next.IsAlone)
            {
                break;
            }
        }
    }

    /// <summary>It has run, or will not run: the next one of its session may.</summary>
    public void Leave(Prediction<TInput, TOutput> prediction, bool keepState)
    {
        if (prediction.Session is not null && _sessions.Leave(prediction, keepState) is { } next)
        {
            _waiting.Enqueue(next);
        }
    }

    /// <summary>The first ones of a batch have run.</summary>
    public void Leave(Batch<TInput, TOutput> batch, int count)
    {
        for (var i = 0; hasState && i < count; i++)
        {
            Leave(batch[i], keepState: !batch.Failed(i));
        }
    }

    /// <summary>Those for which it is too late, wherever they stand. They are to be told; their places they leave when it is their turn.</summary>
    public void CollectOver(long now, List<Prediction<TInput, TOutput>> over)
    {
        over.AddRange(_alone.Concat(_waiting).Concat(_sessions.Queued).Where(prediction => !prediction.IsAnswered && IsOver(prediction, now)));
        while (_waiting.TryPeek(out var first) && IsOver(first, now))
        {
            Leave(_waiting.Dequeue(), keepState: false);
        }

        _sessions.ForgetIdle(now);
    }

    /// <summary>Sends all away.</summary>
    public List<Prediction<TInput, TOutput>> Clear()
    {
        var all = new List<Prediction<TInput, TOutput>>();
        while (_alone.TryDequeue(out var next) || _waiting.TryDequeue(out next))
        {
            all.Add(next);
            Leave(next, keepState: false);
        }

        return all;
    }

    private bool Enter(Prediction<TInput, TOutput> prediction) => hasState ? _sessions.Enter(prediction) : throw DispatchFaults.NoState();

    private bool IsOver(Prediction<TInput, TOutput> prediction, long now) =>
        prediction.IsAnswered || prediction.IsAbandoned || prediction.IsLate(now, options.Timeout);
}
