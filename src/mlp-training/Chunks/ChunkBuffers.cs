namespace Mlp.Training.Chunks;

/// <summary>The memory of one chunk, kept from one pass over the events for the next. A pool that all share would keep several.</summary>
internal sealed class ChunkBuffers
{
    private Buffers? _kept;

    /// <summary>Takes the memory; a second pass at the same time gets some of its own.</summary>
    public Buffers Take(int rows, int width)
    {
        var kept = Interlocked.Exchange(ref _kept, null);
        return kept is not null && kept.Labels.Length == rows && kept.Mask.Length == rows * width ? kept : new(new float[rows * width], new byte[rows * width], new float[rows]);
    }

    public void Return(Buffers buffers) => Interlocked.Exchange(ref _kept, buffers);

    internal sealed record Buffers(float[] Features, byte[] Mask, float[] Labels);
}
