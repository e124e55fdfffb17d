using Mlp.Training.Columns;
using Mlp.Training.Expressions;

namespace Mlp.Training.Tests.Expressions;

/// <summary>Named columns, and what expressions make of them.</summary>
internal sealed class Given
{
    private readonly Dictionary<string, EventBranch> _branches = [];
    private readonly Dictionary<string, EventColumn> _columns = [];

    public Given(int events) => Events = events;

    public int Events { get; }

    public IReadOnlyList<EventBranch> Branches => [.. _branches.Values];

    public EventBatch Batch => new(Events, [.. _columns.Values]);

    public Given Flat(string name, params double[] values) => Add(name, EventColumn.Of(values));

    public Given FlatFloats(string name, params float[] values) => Add(name, EventColumn.Of(values));

    public Given Flags(string name, params double[] values) => Add(name, EventColumn.Of(values), isLogical: true);

    public Given Jagged(string name, params double[][] lists) => Add(name, EventColumn.Of(lists.SelectMany(list => list).ToArray(), Offsets(lists)));

    public Given JaggedFloats(string name, params float[][] lists) => Add(name, EventColumn.Of(lists.SelectMany(list => list).ToArray(), Offsets(lists)));

    public CompiledExpression Compile(string text) => Expression.Parse(text, "preproc.json: new_branch.x.def").Compile(_branches);

    public double[] Evaluate(string text) => Evaluate(Compile(text));

    public double[] Evaluate(CompiledExpression expression)
    {
        var evaluation = expression.Start();
        evaluation.Bind([.. expression.Names.Select(name => _columns[name])], Events, "file.root", 1000);
        var values = new double[evaluation.Count];
        evaluation.Evaluate(values);
        return values;
    }

    private static ReadOnlyMemory<int> Offsets<T>(T[][] lists)
    {
        var offsets = new int[lists.Length + 1];
        for (var i = 0; i < lists.Length; i++)
        {
            offsets[i + 1] = offsets[i] + lists[i].Length;
        }

        return offsets;
    }

    private Given Add(string name, EventColumn column, bool isLogical = false)
    {
        _branches.Add(name, new(name, column.IsJagged, isLogical));
        _columns.Add(name, column);
        return this;
    }
}
