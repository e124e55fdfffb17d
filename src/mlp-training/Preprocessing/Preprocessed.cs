using Mlp.Training.Columns;

namespace Mlp.Training.Preprocessing;

/// <summary>What became of a batch. All of it lives until the next batch is preprocessed, and no longer than the batch.</summary>
/// <param name="Events">How many events the batch has.</param>
/// <param name="Passing">Which of them, from 0 and ascending, meet all cuts; null where there are no cuts.</param>
/// <param name="Columns">The new branches' columns, for all events of the batch, in the order of <see cref="CompiledPreprocessing.NewBranches"/>.</param>
internal readonly record struct Preprocessed(int Events, ReadOnlyMemory<int>? Passing, IReadOnlyList<EventColumn> Columns)
{
    /// <summary>Whether no event is cut.</summary>
    public bool AllPass => Passing is not { } passing || passing.Length == Events;
}
