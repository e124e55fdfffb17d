namespace Mlp.Models;

/// <summary>How callers see a model, in their own process or behind a service alike. Any number of callers may use it at once.</summary>
/// <typeparam name="TInput">What a prediction takes.</typeparam>
/// <typeparam name="TOutput">What it answers.</typeparam>
public interface IPredictor<in TInput, TOutput>
{
    /// <summary>Predicts.</summary>
    /// <param name="input">What is known.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <returns>What follows.</returns>
    ValueTask<TOutput> PredictAsync(TInput input, Ct ct = default);
}
