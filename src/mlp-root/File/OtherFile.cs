namespace Mlp.Root;

/// <summary>Files that a file names.</summary>
internal static class OtherFile
{
    /// <summary>Why another file cannot be opened; null where an error means something else.</summary>
    public static string? Problem(Exception error) => error switch
    {
        RootFormatException e => $"{e.Fact} ({e.File}, offset {e.Offset})",
        IOException or UnauthorizedAccessException or NotSupportedException or HttpRequestException or OperationCanceledException or DllNotFoundException or ArgumentException => error.Message,
        _ => null,
    };
}
