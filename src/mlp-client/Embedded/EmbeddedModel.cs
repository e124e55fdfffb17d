using Mlp.Models;
using Mlp.Wire;

namespace Mlp;

/// <summary>A model in this process: an instance of its class with parameters of the registry.</summary>
/// <typeparam name="TModel">The model class.</typeparam>
public sealed class EmbeddedModel<TModel> : IDisposable
    where TModel : class, IModel
{
    // One thread at a time calls a model, unless its class says otherwise.
    private readonly SemaphoreSlim? _turn = typeof(TModel).IsDefined(typeof(ThreadSafeModelAttribute), inherit: false) ? null : new(1);
    private bool _disposed;

    internal EmbeddedModel(TModel model, LocalModel local, ParametersVersionInfo parameters) =>
        (Model, Type, TypeVersion, Parameters) = (model, local.Type, local.Version, parameters);

    /// <summary>The instance. Who calls it directly sees to it that one thread at a time does, where its class wants that.</summary>
    public TModel Model { get; }

    /// <summary>The model type's name.</summary>
    public string Type { get; }

    /// <summary>The model type's version.</summary>
    public string TypeVersion { get; }

    /// <summary>The version of the parameters.</summary>
    public ParametersVersionInfo Parameters { get; }

    /// <summary>The model as its callers see it; any number of them may use it at once.</summary>
    /// <exception cref="MlpException">The model predicts something else.</exception>
    public IPredictor<TInput, TOutput> Predictor<TInput, TOutput>() =>
        new EmbeddedPredictor<TModel, TInput, TOutput>(PredictionOf<TInput, TOutput>(), UseAsync);

    /// <summary>Uses the model when it is its turn: <c>model.Use(m => m.Predict(input))</c>.</summary>
    public TResult Use<TResult>(Func<TModel, TResult> use)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _turn?.Wait();
        try
        {
            return use(Model);
        }
        finally
        {
            _turn?.Release();
        }
    }

    /// <summary>Disposes of the model, where it is to be disposed of.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            (Model as IDisposable)?.Dispose();
            _turn?.Dispose();
        }
    }

    internal async ValueTask<TResult> UseAsync<TResult>(Func<TModel, TResult> use, Ct ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ct.ThrowIfCancellationRequested();
        if (_turn is not null)
        {
            await _turn.WaitAsync(ct);
        }

        try
        {
            return use(Model);
        }
        finally
        {
            _turn?.Release();
        }
    }

    internal static Func<TModel, TInput, TOutput> PredictionOf<TInput, TOutput>() =>
        typeof(IModel<TInput, TOutput>).IsAssignableFrom(typeof(TModel))
            ? (model, input) => ((IModel<TInput, TOutput>)model).Predict(input)
            : throw new MlpException(
                ClientErrors.InvalidArgument,
                $"{typeof(TModel).Name} does not predict {typeof(TOutput).Name} from {typeof(TInput).Name}",
                typeof(TModel).FullName,
                $"ask for the types that it implements IModel<TInput, TOutput> with");
}
