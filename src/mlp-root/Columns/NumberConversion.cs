using System.Numerics;
using System.Runtime.InteropServices;

namespace Mlp.Root;

/// <summary>Numbers of any type as floats or doubles. The type is known where this is compiled for it, so one of the cases is left.</summary>
internal static class NumberConversion
{
    public static void Convert<T, TFloat>(ReadOnlySpan<T> values, Span<TFloat> into)
        where T : unmanaged
        where TFloat : unmanaged, INumber<TFloat>
    {
        if (typeof(T) == typeof(TFloat))
        {
            MemoryMarshal.Cast<T, TFloat>(values).CopyTo(into);
        }
        else if (typeof(T) == typeof(bool) || typeof(T) == typeof(byte))
        {
            Each(MemoryMarshal.Cast<T, byte>(values), into);
        }
        else if (typeof(T) == typeof(sbyte))
        {
            Each(MemoryMarshal.Cast<T, sbyte>(values), into);
        }
        else if (typeof(T) == typeof(short))
        {
            Each(MemoryMarshal.Cast<T, short>(values), into);
        }
        else if (typeof(T) == typeof(ushort))
        {
            Each(MemoryMarshal.Cast<T, ushort>(values), into);
        }
        else if (typeof(T) == typeof(int))
        {
            Each(MemoryMarshal.Cast<T, int>(values), into);
        }
        else if (typeof(T) == typeof(uint))
        {
            Each(MemoryMarshal.Cast<T, uint>(values), into);
        }
        else
        {
            Wide(values, into);
        }
    }

    private static void Wide<T, TFloat>(ReadOnlySpan<T> values, Span<TFloat> into)
        where T : unmanaged
        where TFloat : unmanaged, INumber<TFloat>
    {
        if (typeof(T) == typeof(long))
        {
            Each(MemoryMarshal.Cast<T, long>(values), into);
        }
        else if (typeof(T) == typeof(ulong))
        {
            Each(MemoryMarshal.Cast<T, ulong>(values), into);
        }
        else if (typeof(T) == typeof(float))
        {
            Each(MemoryMarshal.Cast<T, float>(values), into);
        }
        else
        {
            Each(MemoryMarshal.Cast<T, double>(values), into);
        }
    }

    private static void Each<T, TFloat>(ReadOnlySpan<T> values, Span<TFloat> into)
        where T : unmanaged, INumber<T>
        where TFloat : unmanaged, INumber<TFloat>
    {
        into = into[..values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            into[i] = TFloat.CreateTruncating(values[i]);
        }
    }
}
