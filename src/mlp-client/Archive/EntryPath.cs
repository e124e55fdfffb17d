using System.Buffers;
using System.Text;

namespace Mlp;

/// <summary>Which paths a parameters archive may hold, relative to its root; the one place that decides.</summary>
internal static class EntryPath
{
    public const int MaxBytes = 1000;
    private const int MaxPartBytes = 255;

    // Both change what a path means on Windows: a separator, and a drive or an alternate stream.
    private static readonly SearchValues<char> Ambiguous = SearchValues.Create("\\:");

    /// <summary>Throws on bytes that are not UTF-8 and on unpaired surrogates.</summary>
    public static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The order of entries: by their UTF-8 bytes, which <c>LC_ALL=C sort</c> gives too.</summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    /// <summary>Why the path is refused, or null.</summary>
    public static string? Refusal(string path)
    {
        if (!IsText(path))
        {
            return "the name is not valid UTF-8";
        }

        return Utf8.GetByteCount(path) > MaxBytes
            ? $"the path is longer than {MaxBytes} bytes"
            : path.Split('/').Select(PartRefusal).FirstOrDefault(refusal => refusal is not null);
    }

    private static string? PartRefusal(string part) => part switch
    {
        "" => "the path is absolute or has an empty part",
        "." or ".." => $"the path has a '{part}'",
        _ when part.StartsWith(".wh.", StringComparison.Ordinal) => "names that begin with '.wh.' delete files in a container image",
        _ when part.AsSpan().ContainsAny(Ambiguous) => "the name has a '\\' or ':', which mean something else on other systems",
        _ when part.Any(char.IsControl) => "the name has a control character",
        _ when Utf8.GetByteCount(part) > MaxPartBytes => $"a name is longer than {MaxPartBytes} bytes",
        _ => null,
    };

    // U+FFFD stands where the runtime met a file name that is not UTF-8: such a file cannot be opened by this name.
    private static bool IsText(string path)
    {
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }

    private static int Compare(string? left, string? right) =>
        Utf8.GetBytes(left ?? "").AsSpan().SequenceCompareTo(Utf8.GetBytes(right ?? ""));
}
