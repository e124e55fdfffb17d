namespace Mlp.Training.Fitting;

/// <summary>Rows copied out of a chunk, in memory that is used again for the next one.</summary>
internal sealed class RowSet
{
    private float[] _features = [];
    private byte[] _mask = [];
    private float[] _labels = [];

    public int Count { get; private set; }

    public int Width { get; private set; }

    public ReadOnlyMemory<float> Features => _features.AsMemory(0, Count * Width);

    public ReadOnlyMemory<byte> Mask => _mask.AsMemory(0, Count * Width);

    public ReadOnlyMemory<float> Labels => _labels.AsMemory(0, Count);

    /// <summary>Takes the rows of one use.</summary>
    public void Take(Chunk chunk, ReadOnlySpan<RowUse> uses, RowUse use)
    {
        (Count, Width) = (uses.Count(use), chunk.Width);
        Make(ref _features, checked(Count * Width));
        Make(ref _mask, Count * Width);
        Make(ref _labels, Count);
        var features = chunk.Features.Span;
        var mask = chunk.Mask.Span;
        var labels = chunk.Labels.Span;
        for (var (row, at) = (0, 0); row < uses.Length; row++)
        {
            if (uses[row] == use)
            {
                var range = (row * Width)..((row + 1) * Width);
                TakeRow(features[range], mask[range], at);
                _labels[at++] = labels[row];
            }
        }
    }

    // What is missing is 0 for the model, whatever it was padded with.
    private void TakeRow(ReadOnlySpan<float> features, ReadOnlySpan<byte> mask, int at)
    {
        var toFeatures = _features.AsSpan(at * Width, Width);
        var toMask = _mask.AsSpan(at * Width, Width);
        for (var i = 0; i < toFeatures.Length; i++)
        {
            var isMissing = mask[i] != 0 || float.IsNaN(features[i]);
            toFeatures[i] = isMissing ? 0 : features[i];
            toMask[i] = isMissing ? (byte)1 : (byte)0;
        }
    }

    private static void Make<T>(ref T[] buffer, int count) => buffer = buffer.Length < count ? new T[count] : buffer;
}
