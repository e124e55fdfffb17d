namespace Mlp.Training;

/// <summary>How far the reading of events is.</summary>
/// <param name="File">The file that is being read.</param>
/// <param name="Events">How many events passed all cuts, over all files.</param>
public readonly record struct EventProgress(string File, long Events);
