using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mlp.Root;

/// <summary>Big-endian numbers.</summary>
internal sealed class NumberDecoder<T> : Decoder
    where T : unmanaged
{
    public override int LeastBytes => Unsafe.SizeOf<T>();

    public override int FixedBytes => Unsafe.SizeOf<T>();

    public override Column NewColumn(ColumnBudget budget) => new NumberColumn<T>();

    public override void Read(ref RootCursor cursor, Column into, DecodeState state) => ReadMany(ref cursor, into, 1, state);

    public override void ReadMany(ref RootCursor cursor, Column into, int count, DecodeState state)
    {
        var bytes = cursor.Take(checked(cursor.Fits(count, Unsafe.SizeOf<T>()) * Unsafe.SizeOf<T>()));
        Convert(bytes, ((NumberColumn<T>)into).Extend(count));
    }

    private static void Convert(ReadOnlySpan<byte> bytes, Span<T> into)
    {
        if (typeof(T) == typeof(bool))
        {
            ToBools(bytes, MemoryMarshal.AsBytes(into));
        }
        else if (Unsafe.SizeOf<T>() == 1)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(into));
        }
        else if (Unsafe.SizeOf<T>() == 2)
        {
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(bytes), MemoryMarshal.Cast<T, short>(into));
        }
        else if (Unsafe.SizeOf<T>() == 4)
        {
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(bytes), MemoryMarshal.Cast<T, int>(into));
        }
        else
        {
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(bytes), MemoryMarshal.Cast<T, long>(into));
        }
    }

    // Any byte but 0 means true; a bool of .NET must be 0 or 1.
    private static void ToBools(ReadOnlySpan<byte> bytes, Span<byte> into)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            into[i] = bytes[i] != 0 ? (byte)1 : (byte)0;
        }
    }
}
