using Mlp.Training.Columns;
using Mlp.Training.Expressions;

namespace Mlp.Training.Preprocessing;

/// <summary>Computes a new branch's column for one batch after the other.</summary>
internal sealed class ColumnMaker(NewColumn rule)
{
    private readonly Evaluation _evaluation = rule.Expression.Start();
    private readonly EventColumn[] _inputs = new EventColumn[rule.Inputs.Count];
    private double[] _values = [];

    public void Make(EventColumn[] columns, in BatchPlace batch)
    {
        for (var i = 0; i < _inputs.Length; i++)
        {
            _inputs[i] = columns[rule.Inputs[i]];
        }

        _evaluation.Bind(_inputs, batch.Events, batch.Name, batch.FirstEvent);
        if (_values.Length < _evaluation.Count)
        {
            _values = new double[_evaluation.Count + (_evaluation.Count / 4)];
        }

        _evaluation.Evaluate(_values);
        ReadOnlyMemory<double> values = _values.AsMemory(0, _evaluation.Count);
        columns[rule.Output] = rule.Expression.IsJagged ? EventColumn.Of(values, _evaluation.Offsets) : EventColumn.Of(values);
    }
}
