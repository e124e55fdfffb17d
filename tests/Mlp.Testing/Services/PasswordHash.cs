using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mlp.Testing.Services;

/// <summary>Hashes passwords as registries read them, by the C library's own function.</summary>
internal static partial class PasswordHash
{
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The lowest cost there is: tests ask often.</summary>
    private const string Kind = "$2b$04$";

    public static string Bcrypt(string password)
    {
        // Of the last character only some bits count, and those of '.' are right.
        var hash = Marshal.PtrToStringUTF8(Crypt(password, Kind + RandomNumberGenerator.GetString(Alphabet, 21) + "."));
        return hash is { Length: 60 } ? hash : throw new InvalidOperationException("libcrypt knows no bcrypt");
    }

    [LibraryImport("libcrypt.so.1", EntryPoint = "crypt", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Crypt(string password, string salt);
}
