using Mlp.Training.Columns;
using Mlp.Training.Expressions;

namespace Mlp.Training.Preprocessing;

/// <summary>Rules that fit a source's branches. It does not change; each thread applies it with a <see cref="PreprocessingRun"/> of its own.</summary>
internal sealed class CompiledPreprocessing
{
    internal CompiledPreprocessing(
        IReadOnlyList<string> requiredBranches, IReadOnlyList<EventBranch> newBranches, IReadOnlySet<string> removed, IReadOnlyList<NewColumn> newColumns, IReadOnlyList<Condition> conditions) =>
        (RequiredBranches, NewBranches, Removed, NewColumns, Conditions) = (requiredBranches, newBranches, removed, newColumns, conditions);

    /// <summary>The source's branches that expressions read.</summary>
    public IReadOnlyList<string> RequiredBranches { get; }

    /// <summary>The branches that are made, in the order of the file, which is that of <see cref="Preprocessed.Columns"/>.</summary>
    public IReadOnlyList<EventBranch> NewBranches { get; }

    /// <summary>The branches, of the source and new, that are no features.</summary>
    public IReadOnlySet<string> Removed { get; }

    internal IReadOnlyList<NewColumn> NewColumns { get; }

    internal IReadOnlyList<Condition> Conditions { get; }

    /// <summary>Memory to apply it with, for one thread, to batches whose columns are those branches, in that order.</summary>
    /// <param name="place">What the events come from, for errors.</param>
    public PreprocessingRun Start(IReadOnlyList<string> columns, string place)
    {
        var indexes = columns.Select((name, index) => (name, index)).ToDictionary(column => column.name, column => column.index, StringComparer.Ordinal);
        return new(this, [.. RequiredBranches.Select(name => indexes[name])], place);
    }
}

/// <summary>A new branch's expression, the columns it reads and the one it makes.</summary>
internal sealed record NewColumn(CompiledExpression Expression, IReadOnlyList<int> Inputs, int Output);

/// <summary>A cut's expression and the columns it reads.</summary>
internal sealed record Condition(CompiledExpression Expression, IReadOnlyList<int> Inputs, CutOver Over);
