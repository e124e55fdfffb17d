using Mlp.Training.Inputs;

namespace Mlp.Training.Expressions;

/// <summary>Reads an expression with Python's precedences. The parts come out in the order in which they can be computed.</summary>
/// <remarks>Lowest first: comparisons (chained as in Python), |, &amp;, + and -, * and /, unary + - ~, ** (to the right).</remarks>
internal sealed class ExpressionParser
{
    private const int Comparison = 1;
    private const int Unary = 6;
    private const int DeepestNesting = 200;
    private const int LongestText = 10_000;

    private readonly ExpressionText _source;
    private readonly Tokenizer _tokens;
    private readonly List<SyntaxNode> _nodes = [];
    private Token _next;
    private int _depth;

    private ExpressionParser(ExpressionText source)
    {
        _source = source;
        _tokens = new(source);
        _next = _tokens.Next();
    }

    public static IReadOnlyList<SyntaxNode> Parse(ExpressionText source)
    {
        if (source.Text.Length > LongestText)
        {
            throw source.Error(LongestText + 1, $"an expression has {source.Text.Length} characters", $"{LongestText} are allowed; make new branches of its parts");
        }

        return new ExpressionParser(source).Whole();
    }

    private List<SyntaxNode> Whole()
    {
        if (_next.Kind == TokenKind.End)
        {
            throw _source.Error(1, "there is no expression", "write one over the branches, such as sqrt(x**2 + y**2)");
        }

        Operand(Comparison);
        if (_next.Kind != TokenKind.End)
        {
            throw Unexpected("an operator or the end");
        }

        return _nodes;
    }

    // Everything from here on whose operators bind at least that strongly.
    private int Operand(int atLeast)
    {
        if (++_depth > DeepestNesting)
        {
            throw _source.Error(_next.Column, $"more than {DeepestNesting} parts are nested", "make new branches of the inner parts");
        }

        var left = Prefix();
        while (Infix(_next) is { } infix && infix.Power >= atLeast)
        {
            left = infix.Power == Comparison ? Comparisons(left) : Binary(left, infix.Operation, infix.Power);
        }

        _depth--;
        return left;
    }

    private int Prefix()
    {
        var token = Take();
        return token.Kind switch
        {
            TokenKind.Number => Add(new(Operation.Number, token.Column, Number: token.Number)),
            TokenKind.Name => Add(new(Operation.Name, token.Column, Name: token.Text)),
            TokenKind.Function => Call(token),
            TokenKind.Operator when token.Text is "-" or "+" or "~" => Add(new(UnaryOperation(token), token.Column, Operand(Unary))),
            TokenKind.Operator when token.Text is "(" => Parenthesised(),
            _ => throw Unexpected(token, "a number, a branch, a function or '('"),
        };
    }

    private static Operation UnaryOperation(Token token) =>
        token.Text switch { "-" => Operation.Negate, "+" => Operation.Plus, _ => Operation.Not };

    private int Parenthesised()
    {
        var inner = Operand(Comparison);
        Expect(")");
        return inner;
    }

    private int Call(Token name)
    {
        if (!Functions.TryFind(name.Text, out var operation, out var wanted))
        {
            throw _source.Error(name.Column, $"there is no function '{name.Text}'", Nearest.Remedy(Functions.WithoutPrefix(name.Text), Functions.Names));
        }

        Expect("(");
        var arguments = Arguments();
        if (arguments.Count != wanted)
        {
            throw _source.Error(name.Column, $"'{name.Text}' has {arguments.Count} arguments", $"it takes {wanted}");
        }

        return Add(new(operation, name.Column, arguments[0], wanted > 1 ? arguments[1] : -1, wanted > 2 ? arguments[2] : -1));
    }

    private List<int> Arguments()
    {
        var arguments = new List<int>();
        while (!_next.Is(")"))
        {
            arguments.Add(Operand(Comparison));
            if (!_next.Is(","))
            {
                break;
            }

            Take();
        }

        Expect(")");
        return arguments;
    }

    // The right side of ** takes what a unary operator takes: 2**-x**2 is 2**(-(x**2)).
    private int Binary(int left, Operation operation, int power)
    {
        var column = Take().Column;
        var right = Operand(operation == Operation.Power ? Unary : power + 1);
        return Add(new(operation, column, left, right));
    }

    // a < b <= c is (a < b) & (b <= c), b computed once.
    private int Comparisons(int left)
    {
        var all = -1;
        while (Infix(_next) is { Power: Comparison } infix)
        {
            var column = Take().Column;
            var right = Operand(Comparison + 1);
            var one = Add(new(infix.Operation, column, left, right));
            all = all < 0 ? one : Add(new(Operation.And, column, all, one));
            left = right;
        }

        return all;
    }

    private static (Operation Operation, int Power)? Infix(Token token) => token.Kind != TokenKind.Operator ? null : token.Text switch
    {
        "<" => (Operation.Less, Comparison),
        "<=" => (Operation.LessOrEqual, Comparison),
        ">" => (Operation.Greater, Comparison),
        ">=" => (Operation.GreaterOrEqual, Comparison),
        "==" => (Operation.Equal, Comparison),
        "!=" => (Operation.NotEqual, Comparison),
        "|" => (Operation.Or, 2),
        "&" => (Operation.And, 3),
        "+" => (Operation.Add, 4),
        "-" => (Operation.Subtract, 4),
        "*" => (Operation.Multiply, 5),
        "/" => (Operation.Divide, 5),
        "**" => (Operation.Power, 7),
        _ => null,
    };

    private int Add(SyntaxNode node)
    {
        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    private Token Take()
    {
        var token = _next;
        _next = _tokens.Next();
        return token;
    }

    private void Expect(string text)
    {
        if (!_next.Is(text))
        {
            throw Unexpected($"'{text}'");
        }

        Take();
    }

    private TrainingInputException Unexpected(string wanted) => Unexpected(_next, wanted);

    private TrainingInputException Unexpected(Token token, string wanted) =>
        _source.Error(token.Column, $"{token} stands where {wanted} should", "correct the expression there");
}
