namespace Mlp;

/// <summary>An archive that is not the parameters archive it should be, or a folder that cannot become one.</summary>
/// <param name="entry">The entry that is refused, as it is written there; null where the archive as a whole is.</param>
/// <param name="reason">Why.</param>
/// <param name="remedy">What to do.</param>
/// <param name="innerException">What caused it.</param>
public sealed class InvalidArchiveException(string? entry, string reason, string? remedy = null, Exception? innerException = null)
    : MlpException(
        ClientErrors.InvalidArchive,
        entry is null ? $"not a parameters archive: {reason}" : $"not a parameters archive: entry '{entry}': {reason}",
        entry,
        remedy ?? "pack the folder with Mlp.Client, or write the archive as docs/formats/parameters-archive.md describes it",
        innerException)
{
    /// <summary>The entry that is refused; null where the archive as a whole is.</summary>
    public string? Entry { get; } = entry;

    /// <summary>Why it is refused.</summary>
    public string Reason { get; } = reason;
}
