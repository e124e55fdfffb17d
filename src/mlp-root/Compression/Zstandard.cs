using System.Collections.Concurrent;

namespace Mlp.Root;

/// <summary>Zstandard by the system's libzstd; contexts are kept.</summary>
internal static unsafe class Zstandard
{
    private const string Library = "libzstd";
    private const string Package = "libzstd1";
    private static readonly bool IsPresent = NativeLibraries.Has(Library);
    private static readonly ConcurrentBag<nint> Contexts = [];

    public static int Decode(ReadOnlySpan<byte> block, Span<byte> into)
    {
        NativeLibraries.Demand(IsPresent, Library, Package);
        if (!Contexts.TryTake(out var context))
        {
            context = Functions.Create();
        }

        fixed (byte* source = block)
        fixed (byte* target = into)
        {
            var written = Functions.Decompress(context, target, (nuint)into.Length, source, (nuint)block.Length);
            Contexts.Add(context);
            return written <= (nuint)into.Length ? (int)written : -1;
        }
    }

    /// <summary>Compresses at level 5.</summary>
    public static ReadOnlySpan<byte> Encode(ReadOnlySpan<byte> block)
    {
        NativeLibraries.Demand(IsPresent, Library, Package);
        var packed = new byte[block.Length + (block.Length / 128) + 512];
        fixed (byte* source = block)
        fixed (byte* target = packed)
        {
            var written = Functions.Compress(target, (nuint)packed.Length, source, (nuint)block.Length, 5);
            return written <= (nuint)packed.Length ? packed.AsSpan(0, (int)written) : throw new InvalidOperationException($"libzstd did not compress {block.Length} bytes");
        }
    }

    // Found at the first block, so that files of other methods need no libzstd.
    private static class Functions
    {
        public static readonly delegate* unmanaged<nint> Create = (delegate* unmanaged<nint>)NativeLibraries.Function(Library, "ZSTD_createDCtx");
        public static readonly delegate* unmanaged<byte*, nuint, byte*, nuint, int, nuint> Compress =
            (delegate* unmanaged<byte*, nuint, byte*, nuint, int, nuint>)NativeLibraries.Function(Library, "ZSTD_compress");
        public static readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint> Decompress =
            (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint>)NativeLibraries.Function(Library, "ZSTD_decompressDCtx");
    }
}
