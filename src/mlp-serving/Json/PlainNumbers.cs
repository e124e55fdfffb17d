using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Mlp.Serving.Json;

/// <summary>Arrays of numbers as they mostly come: flat, and as many as expected. Whatever is not so is left to the JSON reader, which knows what is wrong with it.</summary>
/// <remarks>The same numbers as the JSON reader, in a third of its time.</remarks>
internal static class PlainNumbers
{
    // Fewer than 2^53, so that a double holds them exactly.
    private const int ExactDigits = 15;

    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Fills the numbers, or says that it cannot.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> json, Span<T> numbers)
        where T : struct
    {
        var at = 0;
        if (!TryPass(json, ref at, (byte)'['))
        {
            return false;
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            if ((i > 0 && !TryPass(json, ref at, (byte)',')) || !TryNumber(json, ref at, out numbers[i]))
            {
                return false;
            }
        }

        return TryPass(json, ref at, (byte)']') && PassSpace(json, at) == json.Length;
    }

    private static bool TryPass(ReadOnlySpan<byte> json, ref int at, byte sign)
    {
        at = PassSpace(json, at);
        return at < json.Length && json[at++] == sign;
    }

    private static int PassSpace(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    private static bool TryNumber<T>(ReadOnlySpan<byte> json, ref int at, out T number)
        where T : struct
    {
        number = default;
        var start = at = PassSpace(json, at);
        var isNegative = at < json.Length && json[at] == '-';
        at += isNegative ? 1 : 0;
        var (whole, digits) = (at, 0L);
        PassDigits(json, ref at, ref digits);
        if (at == whole || (json[whole] == '0' && at > whole + 1))
        {
            return false; // No digit, or a needless zero.
        }

        var (count, fraction) = (at - whole, 0);
        if (at < json.Length && json[at] == '.')
        {
            var point = at++;
            PassDigits(json, ref at, ref digits);
            fraction = at - point - 1;
            count += fraction;
            if (fraction == 0)
            {
                return false;
            }
        }

        if (at < json.Length && json[at] is (byte)'e' or (byte)'E')
        {
            return PassExponent(json, ref at) && TryAny(json[start..at], out number);
        }

        return (count <= ExactDigits && TryExact(digits / PowersOfTen[fraction], isNegative, out number)) || TryAny(json[start..at], out number);
    }

    private static void PassDigits(ReadOnlySpan<byte> json, ref int at, ref long digits)
    {
        uint digit;
        while (at < json.Length && (digit = json[at] - (uint)'0') <= 9)
        {
            digits = unchecked((digits * 10) + digit);
            at++;
        }
    }

    private static bool PassExponent(ReadOnlySpan<byte> json, ref int at)
    {
        at++;
        at += at < json.Length && json[at] is (byte)'+' or (byte)'-' ? 1 : 0;
        var (first, ignored) = (at, 0L);
        PassDigits(json, ref at, ref ignored);
        return at > first;
    }

    // The quotient of two exact numbers is rounded once. Rounded again to a single it is the nearest, unless it lies at the middle of two.
    private static bool TryExact<T>(double value, bool isNegative, out T number)
        where T : struct
    {
        const ulong rest = (1UL << 29) - 1, middle = 1UL << 28;
        value = isNegative ? -value : value;
        if (typeof(T) == typeof(double))
        {
            number = Unsafe.BitCast<double, T>(value);
            return true;
        }

        number = Unsafe.BitCast<float, T>((float)value);
        return (BitConverter.DoubleToUInt64Bits(value) & rest) is < middle - 1 or > middle + 1;
    }

    // As the JSON reader does it.
    private static bool TryAny<T>(ReadOnlySpan<byte> text, out T number)
        where T : struct
    {
        if (typeof(T) == typeof(double))
        {
            var isDouble = Utf8Parser.TryParse(text, out double wide, out var taken) && taken == text.Length && double.IsFinite(wide);
            number = Unsafe.BitCast<double, T>(wide);
            return isDouble;
        }

        var isSingle = Utf8Parser.TryParse(text, out float single, out var used) && used == text.Length && float.IsFinite(single);
        number = Unsafe.BitCast<float, T>(single);
        return isSingle;
    }
}
