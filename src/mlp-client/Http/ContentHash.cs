using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Mlp;

/// <summary>The sha256 of a file.</summary>
internal static class ContentHash
{
    // The framework reads 4 KiB at a time, which takes several times as long.
    private const int BufferSize = 1 << 20;

    public static async Task<Digest> Of(SafeFileHandle file, Ct ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var offset = 0L;
        while (await RandomAccess.ReadAsync(file, buffer, offset, ct) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            offset += read;
        }

        return Digest.FromHash(hash.GetHashAndReset());
    }
}
