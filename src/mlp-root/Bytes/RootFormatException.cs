namespace Mlp.Root;

/// <summary>A file does not hold what its format demands.</summary>
/// <param name="file">The file, as it was opened.</param>
/// <param name="offset">Where in the file; inside compressed data, where that data begins.</param>
/// <param name="fact">What was found instead.</param>
public sealed class RootFormatException(string file, long offset, string fact, Exception? inner = null)
    : Exception($"{file}, offset {offset}: {fact}", inner)
{
    /// <summary>The file, as it was opened.</summary>
    public string File { get; } = file;

    /// <summary>Where in the file; inside compressed data, where that data begins.</summary>
    public long Offset { get; } = offset;

    /// <summary>What was found instead.</summary>
    public string Fact { get; } = fact;
}
