namespace Mlp.Models;

/// <summary>
/// The input of a prediction is not one the model takes. Servers answer it as the caller's mistake, not as the model's failure.
/// </summary>
/// <param name="message">What is wrong, with the value and what would be right.</param>
/// <param name="path">Where in the input it is, such as <c>energies[3]</c>; null means the input as a whole.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public sealed class InvalidInputException(string message, string? path = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Where in the input it is, such as <c>energies[3]</c>; null means the input as a whole.</summary>
    public string? Path { get; } = path;
}
