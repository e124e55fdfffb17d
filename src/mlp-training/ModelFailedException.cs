namespace Mlp.Training;

/// <summary>Code of the model failed while it was fitted, asked or saved.</summary>
/// <param name="model">The model's class.</param>
/// <param name="inner">How it failed.</param>
public sealed class ModelFailedException(string model, Exception inner) : Exception($"the model {model} failed: {inner.Message}", inner)
{
    /// <summary>The model's class.</summary>
    public string Model { get; } = model;
}
