namespace Mlp.Root;

/// <summary>LZMA, as xz streams, by the system's liblzma.</summary>
internal static unsafe class Lzma
{
    private const string Library = "liblzma";
    private static readonly bool IsPresent = NativeLibraries.Has(Library);
    private const ulong MemoryLimit = 256UL << 20;

    public static int Decode(ReadOnlySpan<byte> block, Span<byte> into)
    {
        NativeLibraries.Demand(IsPresent, Library, "liblzma5");
        var limit = MemoryLimit;
        nuint read = 0, written = 0;
        fixed (byte* source = block)
        fixed (byte* target = into)
        {
            var result = Functions.Decode(&limit, 0, null, source, &read, (nuint)block.Length, target, &written, (nuint)into.Length);
            return result == 0 ? (int)written : -1;
        }
    }

    private static class Functions
    {
        public static readonly delegate* unmanaged<ulong*, uint, void*, byte*, nuint*, nuint, byte*, nuint*, nuint, int> Decode =
            (delegate* unmanaged<ulong*, uint, void*, byte*, nuint*, nuint, byte*, nuint*, nuint, int>)NativeLibraries.Function(Library, "lzma_stream_buffer_decode");
    }
}
