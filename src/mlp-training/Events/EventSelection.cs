using Mlp.Training.Columns;
using Mlp.Training.Preprocessing;

namespace Mlp.Training.Events;

/// <summary>Computes new branches, and finds the events that pass all cuts, batch after batch of a file.</summary>
internal sealed class EventSelection(PreprocessingRun run, int[] places, int label)
{
    private long _events;

    /// <summary>The answer lives as long as the batch, and until the next call.</summary>
    public SelectedEvents Select(EventBatch batch)
    {
        var done = run.Apply(batch, _events);
        _events += batch.Count;
        return new(batch, [.. places.Select(ColumnAt)], label < 0 ? null : ColumnAt(label), done.AllPass ? null : done.Passing);

        EventColumn ColumnAt(int place) => place < batch.Columns.Count ? batch.Columns[place] : done.Columns[place - batch.Columns.Count];
    }
}
