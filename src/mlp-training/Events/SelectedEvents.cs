using Mlp.Training.Columns;

namespace Mlp.Training.Events;

/// <summary>The events of a batch that passed all cuts, with the columns of their features.</summary>
/// <param name="Batch">What holds the memory.</param>
/// <param name="Features">Flat ones first, then lists; both by name.</param>
/// <param name="Label">The labels, where a branch holds them.</param>
/// <param name="Passing">The places of the events that passed, ascending; null where all did.</param>
internal readonly record struct SelectedEvents(EventBatch Batch, IReadOnlyList<EventColumn> Features, EventColumn? Label, ReadOnlyMemory<int>? Passing)
{
    /// <summary>How many events passed.</summary>
    public int Count => Passing?.Length ?? Batch.Count;
}
