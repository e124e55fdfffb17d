namespace Mlp.Models;

/// <summary>What every model has, whatever it predicts: parameters that leave and enter.</summary>
/// <remarks>
/// Model classes implement <see cref="IModel{TInput, TOutput}"/>; this part serves code that stores and loads any of them.
/// </remarks>
public interface IModel
{
    /// <summary>Writes everything that predictions depend on, and that fitting has made, to the folder.</summary>
    /// <param name="folder">An empty folder.</param>
    void ExportParameters(ParametersFolder folder);

    /// <summary>
    /// Takes over parameters that <see cref="ExportParameters"/> has written; the model then predicts as the exporting one did.
    /// </summary>
    /// <param name="folder">The folder; it is read-only and may vanish afterwards.</param>
    void ImportParameters(ParametersFolder folder);
}

/// <summary>A model type: algorithm and logic, configured by parameters.</summary>
/// <remarks>
/// <para>A model class has a public constructor without parameters. It may also implement <see cref="ITrainable{TData}"/>,
/// <see cref="IBatchPredictor{TInput, TOutput}"/>, <see cref="ISessionState"/> and <see cref="IDisposable"/>: whoever runs the model
/// asks for each by type. Disposal comes once, after the last prediction has returned.</para>
/// <para>One thread at a time calls a model, unless its class carries <see cref="ThreadSafeModelAttribute"/>.</para>
/// </remarks>
/// <typeparam name="TInput">What a prediction takes: an array of numbers (a tensor), or any type that JSON can carry.</typeparam>
/// <typeparam name="TOutput">What it answers, likewise.</typeparam>
public interface IModel<in TInput, out TOutput> : IModel
{
    /// <summary>Predicts. The answer depends on the parameters and the input, and on a session's state where the class has one.</summary>
    /// <param name="input">What is known.</param>
    /// <returns>What follows. It belongs to the caller: the model keeps no hold of it.</returns>
    /// <exception cref="InvalidInputException">The input is not one this model takes; the caller is told, and nothing is wrong with the
    /// model.</exception>
    TOutput Predict(TInput input);
}
