using System.Numerics.Tensors;

namespace Mlp.Training.Expressions;

/// <summary>Each operation over a block, as NumPy does it on float64. The result may overwrite an operand.</summary>
/// <remarks>
/// True is 1 and false 0, so that logic is logic on the bits. Where TensorPrimitives has a shortcut that costs digits
/// (a power as exp of a logarithm, exp(x) - 1), the framework's scalar function stands in its place.
/// </remarks>
internal static class Kernels
{
    public static void Run(Operation operation, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> into)
    {
        switch (operation)
        {
            case Operation.Add: TensorPrimitives.Add(a, b, into); break;
            case Operation.Subtract: TensorPrimitives.Subtract(a, b, into); break;
            case Operation.Multiply: TensorPrimitives.Multiply(a, b, into); break;
            case Operation.Divide: TensorPrimitives.Divide(a, b, into); break;
            case Operation.Negate: TensorPrimitives.Negate(a, into); break;
            case Operation.Abs: TensorPrimitives.Abs(a, into); break;
            case Operation.Sqrt: TensorPrimitives.Sqrt(a, into); break;
            case Operation.Floor: TensorPrimitives.Floor(a, into); break;
            case Operation.Ceiling: TensorPrimitives.Ceiling(a, into); break;
            case Operation.Truncate: TensorPrimitives.Truncate(a, into); break;
            case Operation.Round: TensorPrimitives.Round(a, into); break;
            case Operation.FMin: TensorPrimitives.MinNumber(a, b, into); break;
            case Operation.FMax: TensorPrimitives.MaxNumber(a, b, into); break;
            case Operation.Minimum: TensorPrimitives.Min(a, b, into); break;
            case Operation.Maximum: TensorPrimitives.Max(a, b, into); break;
            case Operation.Exp: TensorPrimitives.Exp(a, into); break;
            case Operation.Log: TensorPrimitives.Log(a, into); break;
            case Operation.Log2: TensorPrimitives.Log2(a, into); break;
            case Operation.Log10: TensorPrimitives.Log10(a, into); break;
            case Operation.Sin: TensorPrimitives.Sin(a, into); break;
            case Operation.Cos: TensorPrimitives.Cos(a, into); break;
            case Operation.Where: Logic.Where(a, b, c, into); break;
            case Operation.Sign: Logic.Sign(a, into); break;
            case >= Operation.Less and <= Operation.Not: Logic.Run(operation, a, b, into); break;
            default: Scalar(operation, a, b, into); break;
        }
    }

    private static void Scalar(Operation operation, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> into)
    {
        switch (operation)
        {
            case Operation.Power: Each(a, b, into, Math.Pow); break;
            case Operation.ArcTan2: Each(a, b, into, Math.Atan2); break;
            case Operation.Hypot: Each(a, b, into, double.Hypot); break;
            case Operation.Cbrt: Each(a, into, Math.Cbrt); break;
            case Operation.Exp2: Each(a, into, static x => Math.Pow(2, x)); break;
            case Operation.ExpM1: Each(a, into, SpecialFunctions.ExpM1); break;
            case Operation.Log1P: Each(a, into, SpecialFunctions.Log1P); break;
            case Operation.Tan: Each(a, into, Math.Tan); break;
            case Operation.ArcSin: Each(a, into, Math.Asin); break;
            case Operation.ArcCos: Each(a, into, Math.Acos); break;
            case Operation.ArcTan: Each(a, into, Math.Atan); break;
            case Operation.Sinh: Each(a, into, Math.Sinh); break;
            case Operation.Cosh: Each(a, into, Math.Cosh); break;
            case Operation.Tanh: Each(a, into, Math.Tanh); break;
            case Operation.ArcSinh: Each(a, into, Math.Asinh); break;
            case Operation.ArcCosh: Each(a, into, Math.Acosh); break;
            case Operation.ArcTanh: Each(a, into, Math.Atanh); break;
            case Operation.Erf: Each(a, into, SpecialFunctions.Erf); break;
            case Operation.Gamma: Each(a, into, SpecialFunctions.Gamma); break;
            case Operation.LogGamma: Each(a, into, SpecialFunctions.LogGamma); break;
            default: throw new System.Diagnostics.UnreachableException($"{operation}");
        }
    }

    private static void Each(ReadOnlySpan<double> a, Span<double> into, Func<double, double> function)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = function(a[i]);
        }
    }

    private static void Each(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> into, Func<double, double, double> function)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = function(a[i], b[i]);
        }
    }
}
