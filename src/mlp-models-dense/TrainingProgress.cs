namespace Mlp.Models.Dense;

/// <summary>One epoch of a fit has ended.</summary>
/// <param name="Epoch">Which one, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Loss">The mean loss over the epoch's rows, each taken before the step it was part of.</param>
/// <param name="Rows">How many rows it had.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, double Loss, long Rows);
