using Mlp.Serving.Hosting;
using Mlp.Serving.Options;
using Mlp.Serving.Telemetry;

namespace Mlp.Serving.Loading;

/// <summary>Loads the model, and loads it anew when its folders change.</summary>
internal sealed class ModelHost(ServingOptions options, ServingState state)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <summary>Runs until the model is loaded; where folders are watched, until it is told to stop.</summary>
    public async Task Run(Ct ct)
    {
        var seen = options.Watch ? FolderStamp.Of(options.Model, options.Parameters) : default;
        Load();
        while (options.Watch && !ct.IsCancellationRequested)
        {
            await Task.Delay(Interval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = FolderStamp.Of(options.Model, options.Parameters);
            if (now != seen && !ct.IsCancellationRequested && await Settled(now, ct))
            {
                seen = now;
                Load();
            }
        }
    }

    // A build writes many files: only when nothing has changed for a while is it over.
    private async Task<bool> Settled(FolderStamp stamp, Ct ct)
    {
        await Task.Delay(Interval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return FolderStamp.Of(options.Model, options.Parameters) == stamp;
    }

#pragma warning disable CA1031 // Whatever keeps the model from loading is the state's reason.
    private void Load()
    {
        ShadowCopy? copy = null;
        try
        {
            copy = options.Watch ? ShadowCopy.Of(options.Model) : null;
            var served = ModelLoader.Load(options, copy?.Folder ?? options.Model, isCollectible: options.Watch);
            served.Hangs = failure => Report(failure);
            var before = state.Serve(served);
            Log.Info($"ready: {served.Label.Model}");
            Retire(before, copy);
        }
        catch (Exception e)
        {
            copy?.Dispose();
            Report(e as Refusal ?? new(ErrorCode.ModelNotLoaded, $"the model cannot be loaded: {e.Message}", options.Model, "look at the log", e));
        }
    }
#pragma warning restore CA1031

    private void Report(Refusal? failure)
    {
        if (failure is null)
        {
            state.Recover();
            return;
        }

        Log.Error($"{failure.Code.Code} {failure.Message}; {failure.Remedy}", failure.InnerException);
        if (state.Served is null || failure.Code == ErrorCode.ModelHangs)
        {
            state.Fail(failure); // A model that serves goes on when its successor does not load.
        }
    }

    private ShadowCopy? _copy;

    // Requests that have already taken the old model end within their time.
    private void Retire(IServed? before, ShadowCopy? copy)
    {
        var old = _copy;
        _copy = copy;
        if (before is not null)
        {
            _ = Task.Delay(options.Timeout + Interval).ContinueWith(
                _ =>
                {
                    before.Dispose();
                    old?.Dispose();
                },
                TaskScheduler.Default);
        }
    }
}
