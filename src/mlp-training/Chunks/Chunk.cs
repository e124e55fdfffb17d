namespace Mlp.Training;

/// <summary>Rows of features, ready to fit on. Its memory is used again when the next chunk is asked for.</summary>
public sealed class Chunk
{
    internal Chunk(int index, int rows, int width, ReadOnlyMemory<float> features, ReadOnlyMemory<byte> mask, ReadOnlyMemory<float> labels) =>
        (Index, Rows, Width, Features, Mask, Labels) = (index, rows, width, features, mask, labels);

    /// <summary>Which one of all chunks it is, from 0.</summary>
    public int Index { get; }

    /// <summary>How many events there are.</summary>
    public int Rows { get; }

    /// <summary>How many features an event has.</summary>
    public int Width { get; }

    /// <summary>The features, row by row: normalised, and the padding value where an event has none.</summary>
    public ReadOnlyMemory<float> Features { get; }

    /// <summary>For each feature 1 where the event has none, else 0.</summary>
    public ReadOnlyMemory<byte> Mask { get; }

    /// <summary>The label of each event.</summary>
    public ReadOnlyMemory<float> Labels { get; }
}
