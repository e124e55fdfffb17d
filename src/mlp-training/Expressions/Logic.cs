using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Mlp.Training.Expressions;

/// <summary>Comparisons, logic and choices over a block. True is 1 and false 0; a comparison with NaN is false, but for !=.</summary>
internal static class Logic
{
    private interface IComparison
    {
        static abstract Vector<long> Compare(Vector<double> a, Vector<double> b);

        static abstract bool Compare(double a, double b);
    }

    public static void Run(Operation operation, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> into)
    {
        switch (operation)
        {
            case Operation.Less: Compare<IsLess>(a, b, into); break;
            case Operation.LessOrEqual: Compare<IsLessOrEqual>(a, b, into); break;
            case Operation.Greater: Compare<IsLess>(b, a, into); break;
            case Operation.GreaterOrEqual: Compare<IsLessOrEqual>(b, a, into); break;
            case Operation.Equal: Compare<IsEqual>(a, b, into); break;
            case Operation.NotEqual: Compare<IsDifferent>(a, b, into); break;
            case Operation.And: TensorPrimitives.BitwiseAnd(Bits(a), Bits(b), Bits(into)); break;
            case Operation.Or: TensorPrimitives.BitwiseOr(Bits(a), Bits(b), Bits(into)); break;
            case Operation.Not: TensorPrimitives.Xor(Bits(a), BitConverter.DoubleToInt64Bits(1), Bits(into)); break;
            default: throw new System.Diagnostics.UnreachableException($"{operation}");
        }
    }

    public static void Where(ReadOnlySpan<double> condition, ReadOnlySpan<double> yes, ReadOnlySpan<double> no, Span<double> into)
    {
        var i = 0;
        for (; i <= into.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var chosen = Vector.Equals(new Vector<double>(condition[i..]), Vector<double>.One);
            Vector.ConditionalSelect(chosen, new Vector<double>(yes[i..]), new Vector<double>(no[i..])).CopyTo(into[i..]);
        }

        for (; i < into.Length; i++)
        {
            into[i] = condition[i] == 1 ? yes[i] : no[i];
        }
    }

    /// <summary>1, 0 or -1, and NaN of NaN.</summary>
    public static void Sign(ReadOnlySpan<double> a, Span<double> into)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = a[i] > 0 ? 1 : a[i] < 0 ? -1 : a[i] == 0 ? 0 : double.NaN;
        }
    }

    private static void Compare<TComparison>(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> into)
        where TComparison : struct, IComparison
    {
        var one = Vector.AsVectorInt64(Vector<double>.One);
        var i = 0;
        for (; i <= into.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var holds = TComparison.Compare(new Vector<double>(a[i..]), new Vector<double>(b[i..]));
            Vector.AsVectorDouble(holds & one).CopyTo(into[i..]);
        }

        for (; i < into.Length; i++)
        {
            into[i] = TComparison.Compare(a[i], b[i]) ? 1 : 0;
        }
    }

    private static ReadOnlySpan<long> Bits(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, long>(values);

    private static Span<long> Bits(Span<double> values) => MemoryMarshal.Cast<double, long>(values);

    private readonly struct IsLess : IComparison
    {
        public static Vector<long> Compare(Vector<double> a, Vector<double> b) => Vector.LessThan(a, b);

        public static bool Compare(double a, double b) => a < b;
    }

    private readonly struct IsLessOrEqual : IComparison
    {
        public static Vector<long> Compare(Vector<double> a, Vector<double> b) => Vector.LessThanOrEqual(a, b);

        public static bool Compare(double a, double b) => a <= b;
    }

    private readonly struct IsEqual : IComparison
    {
        public static Vector<long> Compare(Vector<double> a, Vector<double> b) => Vector.Equals(a, b);

        public static bool Compare(double a, double b) => a == b;
    }

    private readonly struct IsDifferent : IComparison
    {
        public static Vector<long> Compare(Vector<double> a, Vector<double> b) => ~Vector.Equals(a, b);

        public static bool Compare(double a, double b) => a != b;
    }
}
