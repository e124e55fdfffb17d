namespace Mlp.Models;

/// <summary>A model that predicts many inputs at once faster than one by one.</summary>
/// <remarks>
/// <para>Spans, because a server collects the inputs that wait, in an array it keeps, and answers each caller from a second one: a call
/// costs no list, no enumerator and no array of results, whether the elements are <c>float[]</c>, records or plain numbers. Being spans
/// they cannot outlive the call, so the server may use its arrays again at once.</para>
/// <para>What an input is answered must not depend on the inputs beside it, to the last bit: callers do not know with whom they are
/// batched. When the call throws, no output counts; the server then calls <see cref="IModel{TInput, TOutput}.Predict"/> for
/// each input, so that only those at fault fail.</para>
/// </remarks>
/// <typeparam name="TInput">What a prediction takes.</typeparam>
/// <typeparam name="TOutput">What it answers.</typeparam>
public interface IBatchPredictor<TInput, TOutput>
{
    /// <summary>Predicts every input.</summary>
    /// <param name="inputs">At least one input.</param>
    /// <param name="outputs">As long as <paramref name="inputs"/>; element i takes the answer to input i. What stood there before means
    /// nothing.</param>
    void PredictBatch(ReadOnlySpan<TInput> inputs, Span<TOutput> outputs);
}
