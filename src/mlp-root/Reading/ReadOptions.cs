namespace Mlp.Root;

/// <summary>How entries are read.</summary>
public sealed record ReadOptions
{
    /// <summary>What is taken where nothing else is said.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>How many uncompressed bytes one step may hold. About three steps are in memory at once: the one in use, the next, and the one being made.</summary>
    public long StepBytes { get; init; } = 32L << 20;

    /// <summary>How many entries one step may hold.</summary>
    public int StepEntries { get; init; } = int.MaxValue;

    /// <summary>How many threads decompress and decode.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How many finished steps wait for the reader.</summary>
    public int ReadAhead { get; init; } = 1;

    internal ReadOptions Checked() => StepBytes > 0 && StepEntries > 0 && Threads > 0 && ReadAhead > 0
        ? this
        : throw new ArgumentException($"options of reading must be positive: {this}");
}
