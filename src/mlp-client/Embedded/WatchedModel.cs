using System.Security.Cryptography;
using Mlp.Models;
using Mlp.Wire;

namespace Mlp;

/// <summary>A model in this process that follows the registry: new parameters that fit are loaded beside the old ones and swapped in.</summary>
/// <typeparam name="TModel">The model class.</typeparam>
public sealed class WatchedModel<TModel> : IAsyncDisposable
    where TModel : class, IModel
{
    private readonly Func<Ct, Task<ParametersVersionInfo>> _look;
    private readonly ModelLoader<TModel> _loader;
    private readonly WatchOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;
    private ModelLease<TModel>? _current;
    private string? _skipped;

    internal WatchedModel(
        EmbeddedModel<TModel> first, Func<Ct, Task<ParametersVersionInfo>> look, ModelLoader<TModel> loader, WatchOptions options, TimeProvider clock)
    {
        (_current, _look, _loader, _options, _clock) = (new(first, Report), look, loader, options, clock);
        _watching = Task.Run(() => Watch(_stopping.Token));
    }

    /// <summary>The version of the parameters that predictions use now.</summary>
    public ParametersVersionInfo Parameters => Current().Model.Parameters;

    /// <summary>The model as its callers see it; it always uses the newest version that was loaded.</summary>
    /// <exception cref="MlpException">The model predicts something else.</exception>
    public IPredictor<TInput, TOutput> Predictor<TInput, TOutput>() =>
        new EmbeddedPredictor<TModel, TInput, TOutput>(EmbeddedModel<TModel>.PredictionOf<TInput, TOutput>(), UseAsync);

    /// <summary>Uses the current model: <c>watched.Use(m => m.Predict(input))</c>. It stays as it is until the use has ended.</summary>
    public TResult Use<TResult>(Func<TModel, TResult> use)
    {
        var lease = Enter();
        try
        {
            return lease.Model.Use(use);
        }
        finally
        {
            lease.Leave();
        }
    }

    /// <summary>Stops following; the model is disposed of when its last prediction has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _current, null) is not { } last)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _watching;
        last.Leave();
        _stopping.Dispose();
    }

    private async ValueTask<TResult> UseAsync<TResult>(Func<TModel, TResult> use, Ct ct)
    {
        var lease = Enter();
        try
        {
            return await lease.Model.UseAsync(use, ct);
        }
        finally
        {
            lease.Leave();
        }
    }

    // A lease that cannot be entered was swapped out just now: the next one is there already.
    private ModelLease<TModel> Enter()
    {
        while (true)
        {
            var lease = Current();
            if (lease.TryEnter())
            {
                return lease;
            }
        }
    }

    private ModelLease<TModel> Current()
    {
        var lease = Volatile.Read(ref _current);
        ObjectDisposedException.ThrowIf(lease is null, this);
        return lease;
    }

    private async Task Watch(Ct ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.Interval * (RandomNumberGenerator.GetInt32(80, 121) / 100.0), _clock, ct);
                await Look(ct);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task Look(Ct ct)
    {
        ParametersVersionInfo latest;
        try
        {
            latest = await _look(ct);
        }
        catch (MlpException e)
        {
            Report(e);
            return;
        }

        if (latest.Version != Volatile.Read(ref _current)?.Model.Parameters.Version && latest.Version != _skipped)
        {
            await Swap(latest, ct);
        }
    }

    private async Task Swap(ParametersVersionInfo latest, Ct ct)
    {
        try
        {
#pragma warning disable CA2000 // Belongs to the lease, which disposes of it when it is left by all.
            var next = new ModelLease<TModel>(await _loader.Load(latest, progress: null, ct), Report);
#pragma warning restore CA2000
            Replace(next);
            Tell(() => _options.Swapped?.Invoke(latest));
        }
        catch (MlpException e) when (e.IsOffline || e.Code == ClientErrors.CacheUnusable)
        {
            Report(e); // Not the version's fault: the next look tries it again.
        }
        catch (MlpException e)
        {
            _skipped = latest.Version;
            Tell(() => _options.LoadFailed?.Invoke(latest, e));
        }
    }

    private void Replace(ModelLease<TModel> next)
    {
        var before = Volatile.Read(ref _current);
        var swapped = before is not null && Interlocked.CompareExchange(ref _current, next, before) == before;
        (swapped ? before : next)!.Leave(); // Not swapped: watching was stopped meanwhile.
    }

#pragma warning disable CA1031 // A listener that throws must neither end the watching nor hide what it was told; there is nobody else to tell.
    private void Tell(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception e)
        {
            Report(e);
        }
    }

    private void Report(Exception failure)
    {
        try
        {
            _options.Failed?.Invoke(failure);
        }
        catch (Exception)
        {
            return;
        }
    }
#pragma warning restore CA1031
}
