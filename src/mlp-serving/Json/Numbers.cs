using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mlp.Serving.Json;

/// <summary>Numbers of one type as JSON and as the little-endian bytes of tensors.</summary>
/// <remarks>Each comparison of types is decided when the code is compiled for the type: one branch is left.</remarks>
internal static class Numbers<T>
    where T : struct
{
    private const int LongestText = 32;

    /// <summary>The name that the Open Inference Protocol gives the type; null where it has none.</summary>
    public static string? Datatype { get; } =
        typeof(T) == typeof(float) ? "FP32" : typeof(T) == typeof(double) ? "FP64" : typeof(T) == typeof(Half) ? "FP16"
        : typeof(T) == typeof(int) ? "INT32" : typeof(T) == typeof(long) ? "INT64" : typeof(T) == typeof(short) ? "INT16" : typeof(T) == typeof(sbyte) ? "INT8"
        : typeof(T) == typeof(uint) ? "UINT32" : typeof(T) == typeof(ulong) ? "UINT64" : typeof(T) == typeof(ushort) ? "UINT16" : typeof(T) == typeof(byte) ? "UINT8"
        : typeof(T) == typeof(bool) ? "BOOL" : null;

    public static int Size => Unsafe.SizeOf<T>();

    /// <summary>Reads the token that the reader stands on.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out T number)
    {
        number = default;
        if (typeof(T) == typeof(bool))
        {
            number = (T)(object)(reader.TokenType == JsonTokenType.True);
            return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
        }

        return reader.TokenType == JsonTokenType.Number && TryReadNumber(ref reader, out number);
    }

    public static bool IsFinite(T number) =>
        typeof(T) == typeof(float) ? float.IsFinite(Unsafe.BitCast<T, float>(number))
        : typeof(T) == typeof(double) ? double.IsFinite(Unsafe.BitCast<T, double>(number))
        : typeof(T) != typeof(Half) || Half.IsFinite(Unsafe.BitCast<T, Half>(number));

    /// <summary>The number of a text such as NaN, for those that have such.</summary>
    public static bool TryNamed(ref Utf8JsonReader reader, out T number)
    {
        double? named = reader.TokenType != JsonTokenType.String ? null
            : reader.ValueTextEquals("NaN"u8) ? double.NaN : reader.ValueTextEquals("Infinity"u8) ? double.PositiveInfinity
            : reader.ValueTextEquals("-Infinity"u8) ? double.NegativeInfinity : null;
        number = default;
        if (named is null || (typeof(T) != typeof(float) && typeof(T) != typeof(double) && typeof(T) != typeof(Half)))
        {
            return false;
        }

        number = typeof(T) == typeof(float) ? (T)(object)(float)named.Value : typeof(T) == typeof(double) ? (T)(object)named.Value : (T)(object)(Half)named.Value;
        return true;
    }

    /// <summary>Writes the shortest text that reads as the same number again.</summary>
    public static void Write(ByteBuffer output, T number)
    {
        if (typeof(T) == typeof(bool))
        {
            output.Add(Unsafe.BitCast<T, bool>(number) ? "true"u8 : "false"u8);
            return;
        }

        if (!IsFinite(number))
        {
            output.Add((byte)'"');
            WriteText(output, number);
            output.Add((byte)'"');
            return;
        }

        WriteText(output, number);
    }

    public static void FromBytes(ReadOnlySpan<byte> bytes, Span<T> numbers)
    {
        bytes.CopyTo(MemoryMarshal.AsBytes(numbers));
        Swap(numbers);
    }

    public static void ToBytes(ReadOnlySpan<T> numbers, Span<byte> bytes)
    {
        MemoryMarshal.AsBytes(numbers).CopyTo(bytes);
        Swap(MemoryMarshal.Cast<byte, T>(bytes));
    }

    private static bool TryReadNumber(ref Utf8JsonReader reader, out T number)
    {
        number = default;
        if (typeof(T) == typeof(float))
        {
            return reader.TryGetSingle(out Unsafe.As<T, float>(ref number));
        }

        if (typeof(T) == typeof(double))
        {
            return reader.TryGetDouble(out Unsafe.As<T, double>(ref number));
        }

        if (typeof(T) == typeof(Half))
        {
            return Half.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out Unsafe.As<T, Half>(ref number));
        }

        return TryReadInteger(ref reader, out number);
    }

    private static bool TryReadInteger(ref Utf8JsonReader reader, out T number)
    {
        number = default;
        return typeof(T) == typeof(int) ? reader.TryGetInt32(out Unsafe.As<T, int>(ref number))
            : typeof(T) == typeof(long) ? reader.TryGetInt64(out Unsafe.As<T, long>(ref number))
            : typeof(T) == typeof(short) ? reader.TryGetInt16(out Unsafe.As<T, short>(ref number))
            : typeof(T) == typeof(sbyte) ? reader.TryGetSByte(out Unsafe.As<T, sbyte>(ref number))
            : typeof(T) == typeof(uint) ? reader.TryGetUInt32(out Unsafe.As<T, uint>(ref number))
            : typeof(T) == typeof(ulong) ? reader.TryGetUInt64(out Unsafe.As<T, ulong>(ref number))
            : typeof(T) == typeof(ushort) ? reader.TryGetUInt16(out Unsafe.As<T, ushort>(ref number))
            : typeof(T) == typeof(byte) && reader.TryGetByte(out Unsafe.As<T, byte>(ref number));
    }

    private static void WriteText(ByteBuffer output, T number)
    {
        var room = output.GetSpan(LongestText);
        var fits = typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(number).TryFormat(room, out var written, default, CultureInfo.InvariantCulture)
            : typeof(T) == typeof(double) ? Unsafe.BitCast<T, double>(number).TryFormat(room, out written, default, CultureInfo.InvariantCulture)
            : ((IUtf8SpanFormattable)(object)number).TryFormat(room, out written, default, CultureInfo.InvariantCulture);
        output.Advance(fits ? written : throw new InvalidOperationException($"a {typeof(T)} needs more than {LongestText} characters"));
    }

    private static void Swap(Span<T> numbers)
    {
        if (BitConverter.IsLittleEndian || Size == 1)
        {
            return;
        }

        switch (Size)
        {
            case 2:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, short>(numbers), MemoryMarshal.Cast<T, short>(numbers));
                break;
            case 4:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, int>(numbers), MemoryMarshal.Cast<T, int>(numbers));
                break;
            default:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, long>(numbers), MemoryMarshal.Cast<T, long>(numbers));
                break;
        }
    }
}
