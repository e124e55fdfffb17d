using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Mlp.Server.Access;

/// <summary>The secret part of a token: 32 random bytes. Only its hash is kept.</summary>
internal static class Secret
{
    private const string Prefix = "mlp_";
    private const int RandomBytes = 32;
    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(RandomBytes);

    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static bool LooksRight(string text) => text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Prefix.Length));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
