using Mlp.Training.Columns;

namespace Mlp.Training.Expressions;

/// <summary>An expression over branches, as NumPy reads it: parsed, but not yet matched with the branches that there are.</summary>
internal sealed class Expression
{
    private readonly ExpressionText _source;
    private readonly IReadOnlyList<SyntaxNode> _nodes;

    private Expression(ExpressionText source, IReadOnlyList<SyntaxNode> nodes)
    {
        (_source, _nodes) = (source, nodes);
        Names = [.. nodes.Where(node => node.Operation == Operation.Name).Select(node => node.Name).Distinct()];
    }

    /// <summary>The branches it mentions, each once, in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    public string Text => _source.Text;

    /// <summary>The file and the key it stands at.</summary>
    public string Where => _source.Where;

    /// <param name="where">The file and the key it stands at, for errors, which add the column.</param>
    public static Expression Parse(string text, string where)
    {
        var source = new ExpressionText(text, where);
        return new(source, ExpressionParser.Parse(source));
    }

    /// <summary>Fits it to those branches; unknown names and types that do not fit are errors.</summary>
    public CompiledExpression Compile(IReadOnlyDictionary<string, EventBranch> branches) =>
        ExpressionCompiler.Compile(_source, _nodes, Names, branches);

    /// <summary>An error about the expression as a whole, or about where it mentions a branch first.</summary>
    public TrainingInputException Error(string fact, string remedy, string? branch = null) =>
        _source.Error(branch is null ? 1 : _nodes.First(node => node.Name == branch).Column, fact, remedy);
}
