namespace Mlp.Models;

/// <summary>The shape of what the model class answers; without it, <c>float[]</c> has the shape <c>[-1]</c>.</summary>
/// <param name="dimensions">The dimensions of one output, without a batch: <c>[OutputShape(28, 28)]</c>; one of them may be -1.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputShapeAttribute(params int[] dimensions) : TensorShapeAttribute(dimensions);
