namespace Mlp.Training.Expressions;

/// <summary>One step over a block: operands and result are registers. For <see cref="Operation.Name"/> operand A is the column's number.</summary>
internal readonly record struct Instruction(Operation Operation, int Into, int A, int B, int C);

/// <summary>What is done to each block, in order.</summary>
/// <param name="Registers">How many registers there are; the constants' come first.</param>
/// <param name="Constants">What the first registers hold throughout.</param>
/// <param name="Result">The register that has the result at the end.</param>
internal sealed record ExpressionProgram(IReadOnlyList<Instruction> Instructions, int Registers, IReadOnlyList<double> Constants, int Result);
