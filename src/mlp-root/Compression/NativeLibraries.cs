using System.Runtime.InteropServices;

namespace Mlp.Root;

/// <summary>The system's libraries of compression methods; found by the names that Linux, macOS and Windows give them.</summary>
internal static class NativeLibraries
{
    public static bool Has(string library) => Array.Exists(Names(library), name => NativeLibrary.TryLoad(name, out _));

    /// <exception cref="DllNotFoundException">The library is not there; says which package brings it.</exception>
    public static void Demand(bool isPresent, string library, string package)
    {
        if (!isPresent)
        {
            throw new DllNotFoundException($"the library {library} is not installed; remedy: apt-get install {package}");
        }
    }

    /// <summary>A function of a library that is there.</summary>
    public static nint Function(string library, string function)
    {
        var name = Array.Find(Names(library), name => NativeLibrary.TryLoad(name, out _)) ?? library;
        return NativeLibrary.GetExport(NativeLibrary.Load(name), function);
    }

    private static string[] Names(string library) => library switch
    {
        "libdeflate" => ["libdeflate.so.0", "libdeflate.so.1", "libdeflate.0.dylib", "libdeflate.dll"],
        "libzstd" => ["libzstd.so.1", "libzstd.1.dylib", "libzstd.dll"],
        "liblzma" => ["liblzma.so.5", "liblzma.5.dylib", "liblzma.dll"],
        "liblz4" => ["liblz4.so.1", "liblz4.1.dylib", "liblz4.dll"],
        _ => [library],
    };
}
