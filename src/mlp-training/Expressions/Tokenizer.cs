using System.Globalization;

namespace Mlp.Training.Expressions;

/// <summary>The words of an expression, one after the other.</summary>
internal sealed class Tokenizer(ExpressionText source)
{
    // Longer ones first: '**' is not '*' twice.
    private static readonly string[] Operators = ["**", "<=", ">=", "==", "!=", "+", "-", "*", "/", "(", ")", ",", "<", ">", "&", "|", "~"];

    private static readonly (string Text, string Remedy)[] Strangers =
    [
        ("//", "write floor(a / b)"),
        ("&&", "write &, with parentheses around comparisons"),
        ("||", "write |, with parentheses around comparisons"),
        ("=", "a comparison is written =="),
        ("!", "write ~(…) for not"),
        ("^", "a power is written **"),
        ("%", "write a - b * floor(a / b)"),
    ];

    private readonly string _text = source.Text;
    private int _at;

    public Token Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        if (_at == _text.Length)
        {
            return new(TokenKind.End, "", _at + 1);
        }

        var first = _text[_at];
        if (char.IsAsciiDigit(first) || (first == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])))
        {
            return Number();
        }

        if (IsInName(first))
        {
            return Name();
        }

        return first == '`' ? QuotedName() : Operator();
    }

    private Token Number()
    {
        var start = _at;
        SkipDigits();
        if (Here('.'))
        {
            _at++;
            SkipDigits();
        }

        SkipExponent();
        if (_at < _text.Length && (IsInName(_text[_at]) || _text[_at] == '.'))
        {
            throw source.Error(start + 1, $"'{_text[start..(_at + 1)]}…' is neither a number nor a name", "numbers are written like 1, 1.5e-3 or .5; put other names in backticks");
        }

        var text = _text[start.._at];
        return new(TokenKind.Number, text, start + 1, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    private void SkipExponent()
    {
        if (!Here('e') && !Here('E'))
        {
            return;
        }

        var digits = _at + 1 < _text.Length && _text[_at + 1] is '+' or '-' ? _at + 2 : _at + 1;
        if (digits >= _text.Length || !char.IsAsciiDigit(_text[digits]))
        {
            return;
        }

        _at = digits;
        SkipDigits();
    }

    private void SkipDigits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }
    }

    // A dot belongs to a name where the name goes on behind it.
    private Token Name()
    {
        var start = _at;
        while (_at < _text.Length && (IsInName(_text[_at]) || (_text[_at] == '.' && _at + 1 < _text.Length && IsInName(_text[_at + 1]))))
        {
            _at++;
        }

        var name = _text[start.._at];
        if (name is "and" or "or" or "not")
        {
            throw source.Error(start + 1, $"'{name}' is not for columns", "write &, | and ~ instead, with parentheses around comparisons");
        }

        return new(IsCalled() ? TokenKind.Function : TokenKind.Name, name, start + 1);
    }

    private bool IsCalled()
    {
        var next = _at;
        while (next < _text.Length && char.IsWhiteSpace(_text[next]))
        {
            next++;
        }

        return next < _text.Length && _text[next] == '(';
    }

    private Token QuotedName()
    {
        var start = _at;
        var end = _text.IndexOf('`', start + 1);
        if (end < 0)
        {
            throw source.Error(start + 1, "a backtick is not closed", "put one behind the name as well");
        }

        if (end == start + 1)
        {
            throw source.Error(start + 1, "a name in backticks is empty", "write the branch's name between them");
        }

        _at = end + 1;
        return new(TokenKind.Name, _text[(start + 1)..end], start + 1);
    }

    private Token Operator()
    {
        var rest = _text.AsSpan(_at);
        foreach (var (text, remedy) in Strangers)
        {
            if (rest.StartsWith(text, StringComparison.Ordinal) && !(text.Length == 1 && rest.Length > 1 && rest[1] == '=' && text is "=" or "!"))
            {
                throw source.Error(_at + 1, $"'{text}' is no operator", remedy);
            }
        }

        foreach (var text in Operators)
        {
            if (!rest.StartsWith(text, StringComparison.Ordinal))
            {
                continue;
            }

            _at += text.Length;
            return new(TokenKind.Operator, text, _at - text.Length + 1);
        }

        throw source.Error(_at + 1, $"'{rest[0]}' has no meaning", "expressions have numbers, names of branches, functions, + - * / **, comparisons, & | ~ and parentheses; put names with other characters in backticks");
    }

    private bool Here(char wanted) => _at < _text.Length && _text[_at] == wanted;

    private static bool IsInName(char character) => character == '_' || char.IsLetterOrDigit(character);
}
