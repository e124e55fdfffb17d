using System.Buffers.Binary;

namespace Mlp.Models;

/// <summary>Numbers as little-endian bytes, by one path on every machine; on a little-endian one it compiles to plain moves.</summary>
internal static class LittleEndian
{
    private const int BufferBytes = 32 * 1024;

    public static void Write(Stream stream, ReadOnlySpan<float> numbers)
    {
        var buffer = new byte[BufferBytes];
        for (var start = 0; start < numbers.Length; start += BufferBytes / sizeof(float))
        {
            var part = numbers[start..int.Min(numbers.Length, start + (BufferBytes / sizeof(float)))];
            for (var i = 0; i < part.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(buffer.AsSpan(i * sizeof(float)), part[i]);
            }

            stream.Write(buffer, 0, part.Length * sizeof(float));
        }
    }

    public static void Write(Stream stream, ReadOnlySpan<double> numbers)
    {
        var buffer = new byte[BufferBytes];
        for (var start = 0; start < numbers.Length; start += BufferBytes / sizeof(double))
        {
            var part = numbers[start..int.Min(numbers.Length, start + (BufferBytes / sizeof(double)))];
            for (var i = 0; i < part.Length; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(buffer.AsSpan(i * sizeof(double)), part[i]);
            }

            stream.Write(buffer, 0, part.Length * sizeof(double));
        }
    }

    public static void Read(Stream stream, Span<float> numbers)
    {
        var buffer = new byte[BufferBytes];
        for (var start = 0; start < numbers.Length; start += BufferBytes / sizeof(float))
        {
            var part = numbers[start..int.Min(numbers.Length, start + (BufferBytes / sizeof(float)))];
            stream.ReadExactly(buffer, 0, part.Length * sizeof(float));
            for (var i = 0; i < part.Length; i++)
            {
                part[i] = BinaryPrimitives.ReadSingleLittleEndian(buffer.AsSpan(i * sizeof(float)));
            }
        }
    }

    public static void Read(Stream stream, Span<double> numbers)
    {
        var buffer = new byte[BufferBytes];
        for (var start = 0; start < numbers.Length; start += BufferBytes / sizeof(double))
        {
            var part = numbers[start..int.Min(numbers.Length, start + (BufferBytes / sizeof(double)))];
            stream.ReadExactly(buffer, 0, part.Length * sizeof(double));
            for (var i = 0; i < part.Length; i++)
            {
                part[i] = BinaryPrimitives.ReadDoubleLittleEndian(buffer.AsSpan(i * sizeof(double)));
            }
        }
    }
}
