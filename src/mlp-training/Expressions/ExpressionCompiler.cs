using Mlp.Training.Columns;
using Mlp.Training.Inputs;

namespace Mlp.Training.Expressions;

/// <summary>Matches an expression with the branches that there are: checks the types and makes the program.</summary>
internal sealed class ExpressionCompiler
{
    private readonly ExpressionText _source;
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyDictionary<string, EventBranch> _branches;
    private readonly ProgramBuilder _program = new();
    private readonly List<Typed> _done = [];

    private ExpressionCompiler(ExpressionText source, IReadOnlyList<string> names, IReadOnlyDictionary<string, EventBranch> branches) =>
        (_source, _names, _branches) = (source, names, branches);

    // A part that is in the program: its value's number there and its type.
    private readonly record struct Typed(int Value, bool IsJagged, bool IsLogical);

    public static CompiledExpression Compile(
        ExpressionText source, IReadOnlyList<SyntaxNode> nodes, IReadOnlyList<string> names, IReadOnlyDictionary<string, EventBranch> branches)
    {
        var compiler = new ExpressionCompiler(source, names, branches);
        foreach (var node in nodes)
        {
            compiler._done.Add(compiler.Node(node));
        }

        var result = compiler._done[^1];
        var jagged = names.Select(name => branches[name].IsJagged).ToArray();
        return new(source, compiler._program.Finish(result.Value), names, jagged, result.IsLogical);
    }

    private Typed Node(SyntaxNode node) => node.Operation switch
    {
        Operation.Number => new(_program.Constant(node.Number), false, false),
        Operation.Name => Branch(node),
        Operation.Plus or Operation.Negate => Signed(node),
        Operation.Not or Operation.And or Operation.Or => Logical(node),
        >= Operation.Less and <= Operation.NotEqual => Computed(node, isLogical: true),
        >= Operation.Add and <= Operation.Power => Arithmetic(node),
        Operation.Where => Where(node),
        _ => Computed(node, isLogical: false),
    };

    private Typed Branch(SyntaxNode node)
    {
        if (!_branches.TryGetValue(node.Name, out var branch))
        {
            throw _source.Error(node.Column, $"there is no branch '{node.Name}'", Nearest.Remedy(node.Name, _branches.Keys));
        }

        return new(_program.Branch(IndexOf(node.Name)), branch.IsJagged, branch.IsLogical);
    }

    private int IndexOf(string name)
    {
        var index = 0;
        while (_names[index] != name)
        {
            index++;
        }

        return index;
    }

    private Typed Signed(SyntaxNode node)
    {
        var operand = _done[node.A];
        if (operand.IsLogical)
        {
            throw _source.Error(node.Column, "a sign stands before a logical value", "write ~ for not");
        }

        return node.Operation == Operation.Plus ? operand : Computed(node, isLogical: false);
    }

    private Typed Logical(SyntaxNode node)
    {
        if (!_done[node.A].IsLogical || (node.B >= 0 && !_done[node.B].IsLogical))
        {
            var sign = node.Operation switch { Operation.And => "&", Operation.Or => "|", _ => "~" };
            throw _source.Error(node.Column, $"'{sign}' is applied to a number", $"it binds tighter than a comparison, as in Python: put parentheses around comparisons, such as {(sign == "~" ? "~(x > 1)" : $"(x > 1) {sign} (y < 2)")}, and write x != 0 for a number that means yes or no");
        }

        return Computed(node, isLogical: true);
    }

    // A logical value with a number counts as 1 or 0; what two of them add up to is not what it looks like in NumPy.
    private Typed Arithmetic(SyntaxNode node)
    {
        if (_done[node.A].IsLogical && _done[node.B].IsLogical)
        {
            throw _source.Error(node.Column, "two logical values are calculated with", "write & or | for logic, or where(a, 1, 0) for numbers");
        }

        return Computed(node, isLogical: false);
    }

    private Typed Where(SyntaxNode node)
    {
        var condition = _done[node.A];
        var chosen = condition.IsLogical ? condition.Value : _program.Apply(Operation.NotEqual, condition.Value, _program.Constant(0));
        var (yes, no) = (_done[node.B], _done[node.C]);
        return new(_program.Apply(Operation.Where, chosen, yes.Value, no.Value), condition.IsJagged || yes.IsJagged || no.IsJagged, yes.IsLogical && no.IsLogical);
    }

    private Typed Computed(SyntaxNode node, bool isLogical)
    {
        var (a, b) = (_done[node.A], node.B < 0 ? default : _done[node.B]);
        return new(_program.Apply(node.Operation, a.Value, node.B < 0 ? -1 : b.Value), a.IsJagged || b.IsJagged, isLogical);
    }
}
