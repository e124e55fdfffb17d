using Mlp.Serving.Options;

namespace Mlp.Serving.Predicting;

/// <summary>How predictions are handed to instances.</summary>
internal sealed record DispatchOptions(int Lanes, int MaxBatch, TimeSpan MaxBatchDelay, int Queue, TimeSpan Timeout, int Sessions, TimeSpan SessionIdle)
{
    /// <summary>A batch gets half of what a prediction gets: the rest is for trying its members one by one.</summary>
    public TimeSpan BatchTimeout => Timeout / 2;

    /// <summary>And so that one of them that hangs leaves time for the others.</summary>
    public TimeSpan AloneTimeout => Timeout / 4;

    public static DispatchOptions From(ServingOptions options, bool isThreadSafe) => new(
        options.Instances ?? (isThreadSafe ? Environment.ProcessorCount : 1),
        options.MaxBatch, options.MaxBatchDelay, options.Queue, options.Timeout, options.Sessions, options.SessionIdle);
}
