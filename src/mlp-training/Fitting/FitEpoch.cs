namespace Mlp.Training;

/// <summary>One epoch of a fit, and how well the model did.</summary>
/// <param name="Chunk">Which chunk it was over, from 0; null where it was over all of them.</param>
/// <param name="Epoch">Which epoch, from 1.</param>
/// <param name="Train">On the rows that were fitted, each chunk's measured just after the pass over it; null where there were none.</param>
/// <param name="Validation">On the rows held back for validation, measured after the epoch; null where there were none.</param>
public sealed record FitEpoch(int? Chunk, int Epoch, FitMetrics? Train, FitMetrics? Validation);
