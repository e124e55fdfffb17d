namespace Mlp.Training.Expressions;

/// <summary>A part of an expression. Its operands are the numbers of other parts, which all come before it.</summary>
/// <param name="Column">Where it stands in the text, from 1.</param>
internal readonly record struct SyntaxNode(Operation Operation, int Column, int A = -1, int B = -1, int C = -1, double Number = 0, string Name = "");
