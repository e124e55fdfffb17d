using System.Numerics.Tensors;

namespace Mlp.Models.Dense.Arithmetic;

/// <summary>
/// Activations of one row. Always a whole row at a time, so that each number takes the same path whether it is predicted alone or among
/// others.
/// </summary>
internal static class Activations
{
    public static void Apply(Activation activation, Span<float> row)
    {
        switch (activation)
        {
            case Activation.Relu:
                TensorPrimitives.Max(row, 0f, row);
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh(row, row);
                break;
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid(row, row);
                break;
            case Activation.Softmax:
                Softmax(row);
                break;
            case Activation.Identity:
            default:
                break;
        }
    }

    // Not TensorPrimitives.SoftMax: the order of its additions depends on where the row lies in memory.
    private static void Softmax(Span<float> row)
    {
        TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
        TensorPrimitives.Exp(row, row);
        var sum = 0f;
        foreach (var number in row)
        {
            sum += number;
        }

        TensorPrimitives.Divide(row, sum, row);
    }
}
