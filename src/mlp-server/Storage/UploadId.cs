using System.Buffers;
using System.Security.Cryptography;

namespace Mlp.Server.Storage;

/// <summary>Names an upload: 128 random bits, so that nobody guesses another's, and safe as a file name.</summary>
internal sealed record UploadId
{
    private const int Digits = 32;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private UploadId(string text) => Text = text;

    public string Text { get; }

    public static UploadId New() => new(RandomNumberGenerator.GetHexString(Digits, lowercase: true));

    public static UploadId? TryParse(string? text) =>
        text is { Length: Digits } && !text.AsSpan().ContainsAnyExcept(HexDigits) ? new(text) : null;

    public override string ToString() => Text;
}
