using Mlp.Training.Columns;
using Mlp.Training.Expressions;

namespace Mlp.Training.Preprocessing;

/// <summary>Finds the events that meet a condition, in one batch after the other.</summary>
internal sealed class EventCut(Condition rule)
{
    private readonly Evaluation _evaluation = rule.Expression.Start();
    private readonly EventColumn[] _inputs = new EventColumn[rule.Inputs.Count];

    // How many elements before each one meet the condition: what an event's list has of them is a difference.
    private int[] _before = [0];

    /// <summary>Leaves a 1 only where an event meets it.</summary>
    public void Apply(EventColumn[] columns, in BatchPlace batch, Span<byte> passes)
    {
        for (var i = 0; i < _inputs.Length; i++)
        {
            _inputs[i] = columns[rule.Inputs[i]];
        }

        _evaluation.Bind(_inputs, batch.Events, batch.Name, batch.FirstEvent);
        if (rule.Over == CutOver.Event)
        {
            OverEvents(passes);
            return;
        }

        CountElements();
        if (rule.Over == CutOver.All)
        {
            OverAll(passes);
        }
        else
        {
            OverAny(passes);
        }
    }

    private void OverEvents(Span<byte> passes)
    {
        for (var start = 0; start < passes.Length; start += Evaluation.BlockLength)
        {
            var block = _evaluation.Block(start);
            var those = passes.Slice(start, block.Length);
            for (var i = 0; i < those.Length; i++)
            {
                those[i] &= (byte)(int)block[i];
            }
        }
    }

    private void CountElements()
    {
        if (_before.Length <= _evaluation.Count)
        {
            _before = new int[_evaluation.Count + (_evaluation.Count / 4) + 1];
        }

        var count = 0;
        for (var start = 0; start < _evaluation.Count; start += Evaluation.BlockLength)
        {
            var block = _evaluation.Block(start);
            var after = _before.AsSpan(start + 1, block.Length);
            for (var i = 0; i < after.Length; i++)
            {
                after[i] = count += (int)block[i];
            }
        }
    }

    private void OverAll(Span<byte> passes)
    {
        var offsets = _evaluation.Offsets.Span[..(passes.Length + 1)];
        for (var i = 0; i < passes.Length; i++)
        {
            var (from, to) = (offsets[i], offsets[i + 1]);
            passes[i] &= (byte)(_before[to] - _before[from] == to - from ? 1 : 0);
        }
    }

    private void OverAny(Span<byte> passes)
    {
        var offsets = _evaluation.Offsets.Span[..(passes.Length + 1)];
        for (var i = 0; i < passes.Length; i++)
        {
            passes[i] &= (byte)(_before[offsets[i + 1]] > _before[offsets[i]] ? 1 : 0);
        }
    }
}
