using System.Runtime.InteropServices;
using System.Text;

namespace Mlp.Training.Files;

/// <summary>A file of numbers in NumPy's format, version 1.0. It appears whole, or not at all.</summary>
internal static class NpyFile
{
    private const int Alignment = 64;
    private const int BeforeDescription = 10;

    public static void Write(string path, ReadOnlySpan<float> numbers, params ReadOnlySpan<int> shape) => Write(path, MemoryMarshal.AsBytes(numbers), "<f4", shape);

    public static void Write(string path, ReadOnlySpan<byte> numbers, params ReadOnlySpan<int> shape) => Write(path, numbers, "|u1", shape);

    private static void Write(string path, ReadOnlySpan<byte> bytes, string type, ReadOnlySpan<int> shape)
    {
        var partial = path + ".partial";
        using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            file.Write(Header(type, shape));
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }

    private static byte[] Header(string type, ReadOnlySpan<int> shape)
    {
        var sizes = string.Concat(shape.ToArray().Select(size => $"{size}, ")).TrimEnd();
        var description = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}";
        var length = ((BeforeDescription + description.Length + 1 + Alignment - 1) / Alignment * Alignment) - BeforeDescription;
        byte[] header = [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(description.PadRight(length - 1)), (byte)'\n'];
        return header;
    }
}
