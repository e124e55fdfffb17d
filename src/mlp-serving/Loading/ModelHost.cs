using System.Collections.Concurrent;
using Mlp.Serving.Hosting;
using Mlp.Serving.Options;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Loading;

/// <summary>Loads the model, and loads it anew when its folders change or others are named; what serves goes on until its successor is ready.</summary>
internal sealed class ModelHost(ServingOptions options, ServingState state) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);
    private readonly Orders _orders = new(options);
    private readonly ConcurrentDictionary<IServed, ShadowCopy?> _loaded = new();

    /// <summary>A line of standard input.</summary>
    public void Take(string line)
    {
        if (!options.FollowInput)
        {
            return;
        }

        try
        {
            _orders.Add(line);
        }
        catch (Refusal refusal)
        {
            Report(refusal);
        }
    }

    /// <summary>Runs until the model is loaded; where it may change, until it is told to stop.</summary>
    public async Task Run(Ct ct)
    {
        var (current, seen) = (options, StampOf(options));
        Load(current);
        while (options.MayChange && !ct.IsCancellationRequested)
        {
            await Task.Delay(Interval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var isOrdered = _orders.TryTake(out var order);
            current = order ?? current;
            var now = StampOf(current);
            if (!ct.IsCancellationRequested && (isOrdered || (now != seen && await Settled(current, now, ct))))
            {
                seen = now;
                Load(current);
            }
        }
    }

    /// <summary>Ends all that it has loaded.</summary>
    public void Dispose()
    {
        foreach (var served in _loaded.Keys)
        {
            End(served);
        }
    }

    private static FolderStamp StampOf(ServingOptions options) => options.Watch ? FolderStamp.Of(options.Model, options.Parameters) : default;

    // A build writes many files: only when nothing has changed for a while is it over.
    private static async Task<bool> Settled(ServingOptions current, FolderStamp stamp, Ct ct)
    {
        await Task.Delay(Interval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return StampOf(current) == stamp;
    }

#pragma warning disable CA1031 // Whatever keeps the model from loading is the state's reason.
    private void Load(ServingOptions current)
    {
        ShadowCopy? copy = null;
        try
        {
            copy = current.Watch ? ShadowCopy.Of(current.Model) : null;
            var served = ModelLoader.Load(current, copy?.Folder ?? current.Model, isCollectible: current.MayChange);
            served.Hangs = failure => ReportOf(served, failure);
            _loaded[served] = copy;
            var before = state.Serve(served);
            Log.Info($"ready: {served.Label}");
            Retire(before);
        }
        catch (Exception e)
        {
            copy?.Dispose();
            Report(e as Refusal ?? new(ErrorCode.ModelNotLoaded, $"the model cannot be loaded: {e.Message}", current.Model, "look at the log", e));
        }
    }
#pragma warning restore CA1031

    // One that has retired may hang as it likes.
    private void ReportOf(IServed served, Refusal? failure)
    {
        if (state.Served != served)
        {
            return;
        }

        if (failure is null)
        {
            state.Recover();
        }
        else
        {
            Report(failure);
        }
    }

    private void Report(Refusal failure)
    {
        Log.Error($"{failure.Code.Code} {failure.Message}; {failure.Remedy}", failure.InnerException);
        if ((state.Served is null && failure.Code != ErrorCode.OrderUnreadable) || failure.Code == ErrorCode.ModelHangs)
        {
            state.Fail(failure); // A model that serves goes on when its successor does not load.
        }
    }

    // Requests that have already taken the old model end within their time.
    private void Retire(IServed? before)
    {
        if (before is not null)
        {
            _ = Task.Delay(options.Timeout + Interval).ContinueWith(_ => End(before), TaskScheduler.Default);
        }
    }

    private void End(IServed served)
    {
        if (_loaded.TryRemove(served, out var copy))
        {
            served.Dispose();
            copy?.Dispose();
        }
    }
}
