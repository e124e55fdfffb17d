using System.Diagnostics;

namespace Mlp.Serving.Predicting;

/// <summary>One input that waits for its answer. Whoever answers first has answered: a late result of a model that hung changes nothing.</summary>
/// <remarks>What waits for it goes on where it is answered, without a detour through the thread pool.</remarks>
internal sealed class Prediction<TInput, TOutput>(TInput input, Caller caller) : TaskCompletionSource<TOutput>
{
    public TInput Input { get; } = input;

    public Session<TInput, TOutput>? Session { get; set; }

    /// <summary>What the session's next prediction has to know.</summary>
    public byte[]? State { get; set; }

    /// <summary>Whether it was part of a batch that hung, and is tried by itself now.</summary>
    public bool IsAlone { get; set; }

    public string? SessionId => caller.Session;

    public bool IsAnswered => Task.IsCompleted;

    public bool IsAbandoned => caller.Gone.IsCancellationRequested;

    public bool IsLate(long now, TimeSpan timeout) => Stopwatch.GetElapsedTime(caller.Arrived, now) >= timeout;

    /// <summary>Tells that it will not be made: too late, or nobody waits.</summary>
    public void Drop()
    {
        if (IsAbandoned)
        {
            TrySetCanceled();
        }
        else
        {
            TrySetException(DispatchFaults.TooLong());
        }
    }
}
