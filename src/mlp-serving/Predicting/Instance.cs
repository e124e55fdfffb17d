using System.Buffers;
using Mlp.Models;

namespace Mlp.Serving.Predicting;

/// <summary>One instance of the model class.</summary>
internal sealed class Instance<TInput, TOutput>(IModel<TInput, TOutput> model) : IDisposable
{
    private readonly IBatchPredictor<TInput, TOutput>? _batches = model is ISessionState ? null : model as IBatchPredictor<TInput, TOutput>;
    private readonly ISessionState? _state = model as ISessionState;

    public bool TakesBatches => _batches is not null;

    public bool HasState => _state is not null;

    public void PredictBatch(ReadOnlySpan<TInput> inputs, Span<TOutput> outputs) => _batches!.PredictBatch(inputs, outputs);

    public TOutput Predict(Prediction<TInput, TOutput> prediction) =>
        _state is null ? model.Predict(prediction.Input) : PredictInSession(_state, prediction);

    /// <summary>A prediction that nobody asked for.</summary>
    public TOutput Try(TInput input)
    {
        _state?.StartSession();
        return model.Predict(input);
    }

    public void Dispose() => (model as IDisposable)?.Dispose();

    private TOutput PredictInSession(ISessionState state, Prediction<TInput, TOutput> prediction)
    {
        if (prediction.Session?.State is { } before)
        {
            state.RestoreSession(before);
        }
        else
        {
            state.StartSession();
        }

        var output = model.Predict(prediction.Input);
        if (prediction.Session is not null)
        {
            var after = new ArrayBufferWriter<byte>();
            state.SaveSession(after);
            prediction.State = after.WrittenSpan.ToArray();
        }

        return output;
    }
}
