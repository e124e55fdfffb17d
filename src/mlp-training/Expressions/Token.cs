namespace Mlp.Training.Expressions;

internal enum TokenKind
{
    Number,
    Name,
    Function,
    Operator,
    End,
}

/// <summary>A word of an expression.</summary>
/// <param name="Column">Where it begins, from 1.</param>
/// <param name="Number">What a number is worth.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Column, double Number = 0)
{
    public bool Is(string text) => Kind == TokenKind.Operator && Text == text;

    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}
