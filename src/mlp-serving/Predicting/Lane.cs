using System.Diagnostics;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Predicting;

/// <summary>One way through the model: what runs here runs one after the other.</summary>
/// <param name="instance">Several lanes share one where it is thread-safe.</param>
/// <param name="ownsInstance">Whether the instance ends with the lane.</param>
internal sealed class Lane<TInput, TOutput>(Instance<TInput, TOutput> instance, bool ownsInstance)
{
    private long _started;

    public Instance<TInput, TOutput> Instance { get; } = instance;

    public bool OwnsInstance { get; } = ownsInstance;

    /// <summary>What runs now, or null; like the next two, changed under the dispatcher's lock.</summary>
    public Batch<TInput, TOutput>? Running { get; private set; }

    /// <summary>Whether the batch is in one call of the model.</summary>
    public bool IsTogether { get; private set; }

    /// <summary>Whether it took too long and others go on without it.</summary>
    public bool IsGivenUp { get; set; }

    public TimeSpan RunningFor(long now) => Stopwatch.GetElapsedTime(Volatile.Read(ref _started), now);

    /// <summary>How long the call that runs may take: less where others wait for its end, which are to be tried in what is left.</summary>
    public TimeSpan LimitOf(DispatchOptions options) =>
        IsTogether ? options.BatchTimeout : Running!.Count > 1 || Running[0].IsAlone ? options.AloneTimeout : options.Timeout;

    public void Begin(Batch<TInput, TOutput> batch)
    {
        (Running, IsTogether) = (batch, batch.Count > 1 && Instance.TakesBatches);
        Volatile.Write(ref _started, Stopwatch.GetTimestamp());
    }

    public void End() => (Running, IsTogether) = (null, false);

#pragma warning disable CA1031 // The model's code may throw anything.
    public void Run(Batch<TInput, TOutput> batch)
    {
        if (IsTogether)
        {
            try
            {
                Instance.PredictBatch(batch.Inputs, batch.Outputs);
                batch.FinishAll();
                return;
            }
            catch (Exception e)
            {
                Log.Debug("a batch failed and is tried one by one", e);
                IsTogether = false;
            }
        }

        for (var i = 0; i < batch.Count && !IsGivenUp; i++)
        {
            Volatile.Write(ref _started, Stopwatch.GetTimestamp());
            try
            {
                batch.Finish(Instance.Predict(batch[i]));
            }
            catch (Exception e)
            {
                batch.Fail(ModelFailures.Explain(e));
            }
        }
    }
#pragma warning restore CA1031
}
