using Mlp.Models;

namespace Mlp;

/// <summary>Predicts with whatever instance it is lent for one prediction.</summary>
internal sealed class EmbeddedPredictor<TModel, TInput, TOutput>(
    Func<TModel, TInput, TOutput> predict, Func<Func<TModel, TOutput>, Ct, ValueTask<TOutput>> use) : IPredictor<TInput, TOutput>
{
    public ValueTask<TOutput> PredictAsync(TInput input, Ct ct = default) => use(model => predict(model, input), ct);
}
