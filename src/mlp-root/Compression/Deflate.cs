using System.Collections.Concurrent;

namespace Mlp.Root;

/// <summary>libdeflate: decompressors are kept, one per thread that works at a time.</summary>
internal static unsafe class Deflate
{
    private const string Library = "libdeflate";
    private static readonly ConcurrentBag<nint> Decompressors = [];
    private static readonly delegate* unmanaged<nint> Allocate;
    private static readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint*, int> ZlibDecompress;
    private static readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint*, int> RawDecompress;

#pragma warning disable CA1810 // the functions are found together, or none
    static Deflate()
    {
        IsPresent = NativeLibraries.Has(Library);
        if (IsPresent)
        {
            Allocate = (delegate* unmanaged<nint>)NativeLibraries.Function(Library, "libdeflate_alloc_decompressor");
            ZlibDecompress = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint*, int>)NativeLibraries.Function(Library, "libdeflate_zlib_decompress");
            RawDecompress = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint*, int>)NativeLibraries.Function(Library, "libdeflate_deflate_decompress");
        }
    }
#pragma warning restore CA1810

    public static bool IsPresent { get; }

    public static int Decode(ReadOnlySpan<byte> block, Span<byte> into, bool zlib)
    {
        if (!Decompressors.TryTake(out var decompressor))
        {
            decompressor = Allocate();
        }

        nuint written = 0;
        fixed (byte* source = block)
        fixed (byte* target = into)
        {
            var decompress = zlib ? ZlibDecompress : RawDecompress;
            var result = decompress(decompressor, source, (nuint)block.Length, target, (nuint)into.Length, &written);
            Decompressors.Add(decompressor);
            return result == 0 ? (int)written : -1;
        }
    }
}
