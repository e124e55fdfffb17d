using System.Buffers;
using System.Security.Cryptography;

namespace Mlp;

/// <summary>The sha256 of some bytes, written <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
public sealed record Digest
{
    private const string Prefix = "sha256:";
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private Digest(string text) => Text = text;

    /// <summary>The digest as written, with its prefix.</summary>
    public string Text { get; }

    /// <summary>The 64 hexadecimal digits alone.</summary>
    public string Hex => Text[Prefix.Length..];

    /// <summary>Reads a digest, or answers null where the text is none.</summary>
    public static Digest? TryParse(string? text) =>
        text is { Length: 71 } && text.StartsWith(Prefix, StringComparison.Ordinal) && IsLowerHex(text.AsSpan(Prefix.Length)) ? new(text) : null;

    /// <summary>Reads a digest that has to be one.</summary>
    /// <exception cref="MlpException">The text is none.</exception>
    public static Digest Parse(string text) => TryParse(text)
        ?? throw new MlpException(ClientErrors.InvalidArgument, $"'{text}' is no digest", text, "give 'sha256:' and 64 lower-case hexadecimal digits");

    /// <summary>The digest for a finished sha256.</summary>
    public static Digest FromHash(ReadOnlySpan<byte> sha256) => new(Prefix + Convert.ToHexStringLower(sha256));

    /// <summary>The digest of these bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <inheritdoc />
    public override string ToString() => Text;

    private static bool IsLowerHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);
}
