namespace Mlp.Training;

/// <summary>An input of training (a list of files, labels, parameters, preprocessing, or the data itself) is not what it has to be.</summary>
/// <param name="where">The file and, where it has them, the key and the position.</param>
/// <param name="fact">What is wrong, with the value.</param>
/// <param name="remedy">What to do about it.</param>
public sealed class TrainingInputException(string where, string fact, string remedy, Exception? inner = null)
    : Exception($"{where}: {fact}; {remedy}", inner)
{
    /// <summary>The file and, where it has them, the key and the position.</summary>
    public string Where { get; } = where;

    /// <summary>What is wrong, with the value.</summary>
    public string Fact { get; } = fact;

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;
}
