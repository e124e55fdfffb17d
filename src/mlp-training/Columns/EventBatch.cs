namespace Mlp.Training.Columns;

/// <summary>Some consecutive events: a column for each branch that was asked for, in that order. Its memory lives until it is disposed.</summary>
internal sealed class EventBatch(int count, IReadOnlyList<EventColumn> columns, IDisposable? memory = null) : IDisposable
{
    /// <summary>How many events there are.</summary>
    public int Count { get; } = count;

    public IReadOnlyList<EventColumn> Columns { get; } = columns;

    public void Dispose() => memory?.Dispose();
}
