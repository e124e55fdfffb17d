namespace Mlp.Training;

/// <summary>In which order epochs and chunks are gone through.</summary>
public enum FitProcedure
{
    /// <summary>Each chunk is fitted for all epochs, then the next one.</summary>
    ChunkByChunk,

    /// <summary>In each epoch all chunks are passed once.</summary>
    Standard,
}
