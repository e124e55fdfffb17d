namespace Mlp.Training;

/// <summary>A pass over a chunk has ended, or an epoch.</summary>
/// <param name="Epoch">Which epoch, from 1.</param>
/// <param name="Chunk">Which chunk, from 0.</param>
/// <param name="Rows">How many rows were passed since the fit began or went on; those of a chunk count in each epoch.</param>
/// <param name="RowsPerSecond">How many of them in a second.</param>
/// <param name="Completed">The epoch that has ended, or null.</param>
public sealed record FitProgress(int Epoch, int Chunk, long Rows, double RowsPerSecond, FitEpoch? Completed);
