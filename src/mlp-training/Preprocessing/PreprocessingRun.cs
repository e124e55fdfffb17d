using Mlp.Training.Columns;

namespace Mlp.Training.Preprocessing;

/// <summary>Applies rules to one batch after the other, in memory that it uses again. For one thread.</summary>
internal sealed class PreprocessingRun
{
    private readonly int[] _sources;
    private readonly string _place;
    private readonly ColumnMaker[] _makers;
    private readonly EventCut[] _cuts;
    private readonly EventColumn[] _columns;
    private readonly IReadOnlyList<EventColumn> _newColumns;
    private byte[] _passes = [];
    private int[] _passing = [];

    internal PreprocessingRun(CompiledPreprocessing rules, int[] sources, string place)
    {
        (_sources, _place) = (sources, place);
        _makers = [.. rules.NewColumns.Select(column => new ColumnMaker(column))];
        _cuts = [.. rules.Conditions.Select(condition => new EventCut(condition))];
        _columns = new EventColumn[sources.Length + rules.NewBranches.Count];
        _newColumns = new ArraySegment<EventColumn>(_columns, sources.Length, rules.NewBranches.Count);
    }

    /// <param name="firstEvent">The number of the batch's first event in what the run was started for.</param>
    public Preprocessed Apply(EventBatch batch, long firstEvent)
    {
        var where = new BatchPlace(_place, firstEvent, batch.Count);
        for (var i = 0; i < _sources.Length; i++)
        {
            _columns[i] = batch.Columns[_sources[i]];
        }

        foreach (var maker in _makers)
        {
            maker.Make(_columns, where);
        }

        return new(batch.Count, _cuts.Length == 0 ? null : (ReadOnlyMemory<int>?)Passing(where), _newColumns);
    }

    private ReadOnlyMemory<int> Passing(in BatchPlace batch)
    {
        var events = batch.Events;
        if (_passing.Length < events)
        {
            (_passes, _passing) = (new byte[events], new int[events]);
        }

        var passes = _passes.AsSpan(0, events);
        passes.Fill(1);
        foreach (var cut in _cuts)
        {
            cut.Apply(_columns, batch, passes);
            if (!passes.Contains((byte)1))
            {
                return default;
            }
        }

        // Written for each event, kept for those that pass: no branch to mispredict.
        var count = 0;
        for (var i = 0; i < passes.Length; i++)
        {
            _passing[count] = i;
            count += passes[i];
        }

        return _passing.AsMemory(0, count);
    }
}

/// <summary>Which events a batch has.</summary>
internal readonly record struct BatchPlace(string Name, long FirstEvent, int Events);
