using System.Text;

namespace Mlp.Models;

/// <summary>Checks the names of files in a parameters folder: whatever they say, they stay inside it.</summary>
internal static class ParametersPath
{
    private const int MaxSegmentBytes = 255;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The full path of a file of the folder.</summary>
    public static string Resolve(string folder, string name)
    {
        if (Fault(name) is { } fault)
        {
            throw new ArgumentException(
                $"'{Shown(name)}' cannot name a parameters file: {fault}; use a relative name with forward slashes, "
                    + "such as 'layers/first.bin'",
                nameof(name));
        }

        RefuseLinks(folder, name);
        return Path.Combine(folder, name);
    }

    private static string? Fault(string? name) => name switch
    {
        null or "" => "it is empty",
        _ when name[0] == '/' => "it is absolute",
        _ when name.Contains('\\', StringComparison.Ordinal) => "it has a backslash",
        _ when name.Contains(':', StringComparison.Ordinal) => "it has a colon, which names drives and streams on some systems",
        _ when name.Any(char.IsControl) => "it has a control character",
        _ => name.Split('/').Select(SegmentFault).FirstOrDefault(fault => fault is not null),
    };

    private static string? SegmentFault(string segment) => segment switch
    {
        "" => "it has an empty part",
        "." or ".." => $"it has the part '{segment}'",
        _ when WholeFile.IsPartial(segment) => "names '.….partial' are kept for files being written",
        _ when ByteCount(segment) is not { } bytes => "it is not valid Unicode",
        _ when ByteCount(segment) > MaxSegmentBytes => $"it has a part longer than {MaxSegmentBytes} bytes",
        _ => null,
    };

    // Links have no place among parameters: what is stored and shipped are plain files, and a link may point anywhere.
    private static void RefuseLinks(string folder, string name)
    {
        var path = folder;
        foreach (var segment in name.Split('/'))
        {
            path = Path.Combine(path, segment);
            if (new FileInfo(path).LinkTarget is { } target)
            {
                throw new IOException($"'{name}' in '{folder}' leads over the link '{path}' to '{target}'; "
                    + "parameters are plain files: copy it there");
            }
        }
    }

    private static int? ByteCount(string segment)
    {
        try
        {
            return Strict.GetByteCount(segment);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    private static string Shown(string? name) => string.Concat((name ?? "").Take(200).Select(c => char.IsControl(c) ? '?' : c));
}
