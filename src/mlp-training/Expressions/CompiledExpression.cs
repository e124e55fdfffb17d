namespace Mlp.Training.Expressions;

/// <summary>An expression that fits its branches. It does not change; each thread evaluates with an <see cref="Evaluation"/> of its own.</summary>
internal sealed class CompiledExpression
{
    private readonly ExpressionText _source;

    internal CompiledExpression(ExpressionText source, ExpressionProgram program, IReadOnlyList<string> names, IReadOnlyList<bool> jagged, bool isLogical)
    {
        (_source, Program, Names, IsLogical) = (source, program, names, isLogical);
        JaggedColumns = [.. Enumerable.Range(0, names.Count).Where(index => jagged[index])];
    }

    /// <summary>Whether it has a list of values for an event, as long as those of its jagged branches; else one value.</summary>
    public bool IsJagged => JaggedColumns.Count > 0;

    /// <summary>Whether its values are true and false, as 1 and 0.</summary>
    public bool IsLogical { get; }

    /// <summary>The branches it reads, in the order in which <see cref="Evaluation.Bind"/> wants their columns.</summary>
    public IReadOnlyList<string> Names { get; }

    internal ExpressionProgram Program { get; }

    /// <summary>Which of the columns have lists.</summary>
    internal IReadOnlyList<int> JaggedColumns { get; }

    /// <summary>Memory to evaluate it with, for one thread.</summary>
    public Evaluation Start() => new(this);

    internal TrainingInputException DifferentLengths(int one, int other, string place, (int One, int Other) lengths) =>
        new(place, $"'{Names[one]}' has {lengths.One} values and '{Names[other]}' has {lengths.Other}, but '{_source.Text}' ({_source.Where}) takes them element by element", "use branches that belong to the same list together");
}
