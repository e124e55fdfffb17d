using System.Diagnostics.CodeAnalysis;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Predicting;

/// <summary>The ways through the model: those that are free, those that work, and how many were given up. Its users hold the dispatcher's lock.</summary>
internal sealed class Lanes<TInput, TOutput>
{
    /// <summary>Each costs a thread for good; after so many the model is beyond help.</summary>
    public const int MostGivenUp = 8;

    private readonly List<Lane<TInput, TOutput>> _all = [];
    private readonly Stack<Lane<TInput, TOutput>> _free = new();
    private readonly int _count;
    private int _threads;
    private bool _closed;

    public Lanes(IReadOnlyList<Instance<TInput, TOutput>> instances, int count)
    {
        _count = count;
        for (var i = 0; i < count; i++)
        {
            Join(new(instances[i % instances.Count], ownsInstance: instances.Count == count));
        }

        HaveThreads(int.Max(0, count - Environment.ProcessorCount));
    }

    public int GivenUp { get; private set; }

    public bool HasFree => _free.Count > 0;

    public IEnumerable<Lane<TInput, TOutput>> Working => _all.Where(lane => lane.Running is not null);

    /// <summary>Whether another instance may take the place of one that was given up.</summary>
    public bool MayReplace => GivenUp < MostGivenUp;

    /// <summary>Whether none is left, and none will come.</summary>
    public bool AllHang => _all.Count == 0 && !MayReplace;

    public bool TryTake([NotNullWhen(true)] out Lane<TInput, TOutput>? lane) => _free.TryPop(out lane);

    public void Free(Lane<TInput, TOutput> lane) => _free.Push(lane);

    /// <summary>Calls take so long that they keep threads from everything else: from now on the pool has one more for each lane.</summary>
    /// <remarks>Not from the start: more threads than processors are in each other's way, 5 % of the time of a small model.</remarks>
    public void NeedThreads() => HaveThreads(_closed ? 0 : _count);

    /// <summary>Goes on without a lane whose call does not return.</summary>
    public void GiveUp(Lane<TInput, TOutput> lane)
    {
        lane.IsGivenUp = true;
        _all.Remove(lane);
        GivenUp++;
        MoreThreads(1);
    }

    /// <summary>Whether an instance came in time to take a place.</summary>
    public bool TryReplace(Instance<TInput, TOutput> instance) => TryJoin(new(instance, ownsInstance: true));

    /// <summary>A lane that was given up has returned after all; answers whether its instance serves again.</summary>
    public bool TryComeBack(Lane<TInput, TOutput> lane)
    {
        GivenUp--;
        MoreThreads(-1);
        return TryJoin(new(lane.Instance, lane.OwnsInstance));
    }

    /// <summary>Ends; answers the instances that nobody uses any more.</summary>
    public IReadOnlyList<Instance<TInput, TOutput>> Close()
    {
        _closed = true;
        HaveThreads(0);
        return [.. _all.Select(lane => lane.Instance).Except(Working.Select(lane => lane.Instance))];
    }

#pragma warning disable CA1031 // The model's code may throw anything.
    public static void DisposeOf(Instance<TInput, TOutput> instance)
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

    private bool TryJoin(Lane<TInput, TOutput> lane)
    {
        var isNeeded = _all.Count < _count && !_closed;
        if (isNeeded)
        {
            Join(lane);
        }

        return isNeeded;
    }

    private void Join(Lane<TInput, TOutput> lane)
    {
        _all.Add(lane);
        _free.Push(lane);
    }

    private void HaveThreads(int count)
    {
        MoreThreads(count - _threads);
        _threads = count;
    }

    // A thread that is in the model is one less for everything else.
    private static void MoreThreads(int count)
    {
        if (count == 0)
        {
            return;
        }

        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(workers + count, ports);
    }
}
