using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Mlp.Oci;

/// <summary>What content is called by: <c>sha256:</c> or <c>sha512:</c> and its hash in lower-case hexadecimal digits.</summary>
public sealed record OciDigest
{
    private const string Sha256 = "sha256";
    private const string Sha512 = "sha512";
    private const int BufferSize = 1 << 18;

    private OciDigest(string algorithm, string hex) => (Algorithm, Hex) = (algorithm, hex);

    /// <summary><c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; }

    /// <summary>The hash alone.</summary>
    public string Hex { get; }

    /// <summary>Reads a digest; one of another form is an <see cref="OciException"/>.</summary>
    public static OciDigest Parse(string text) => TryParse(text, out var digest)
        ? digest
        : throw new OciException(OciErrors.InvalidDigest, $"'{text}' is no digest", text, "write sha256: and 64 lower-case hexadecimal digits");

    /// <summary>Reads a digest, or says that there is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out OciDigest? digest)
    {
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        var (algorithm, hex) = colon < 0 ? ("", "") : (text![..colon], text[(colon + 1)..]);
        var length = algorithm switch { Sha256 => 64, Sha512 => 128, _ => -1 };
        digest = hex.Length == length && hex.All(char.IsAsciiHexDigitLower) ? new(algorithm, hex) : null;
        return digest is not null;
    }

    /// <summary>The sha256 of bytes.</summary>
    public static OciDigest Of(ReadOnlySpan<byte> bytes) => FromSha256(SHA256.HashData(bytes));

    /// <summary>The sha256 of what a stream still gives.</summary>
    public static async Task<OciDigest> Of(Stream stream, Ct ct)
    {
        // The framework reads 4 KiB at a time, which takes several times as long.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        while (await stream.ReadAsync(buffer, ct) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
        }

        return FromSha256(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm}:{Hex}";

    internal static OciDigest FromSha256(ReadOnlySpan<byte> hash) => new(Sha256, Convert.ToHexStringLower(hash));

    internal IncrementalHash StartHash() =>
        IncrementalHash.CreateHash(Algorithm == Sha512 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);

    internal OciDigest Finish(IncrementalHash hash) => new(Algorithm, Convert.ToHexStringLower(hash.GetHashAndReset()));

    internal OciDigest OfSameKind(ReadOnlySpan<byte> bytes)
    {
        using var hash = StartHash();
        hash.AppendData(bytes);
        return Finish(hash);
    }
}
