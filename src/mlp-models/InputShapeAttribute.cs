namespace Mlp.Models;

/// <summary>The shape of what the model class takes; without it, <c>float[]</c> has the shape <c>[-1]</c>.</summary>
/// <param name="dimensions">The dimensions of one input, without a batch: <c>[InputShape(28, 28)]</c>; one of them may be -1.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class InputShapeAttribute(params int[] dimensions) : TensorShapeAttribute(dimensions);
