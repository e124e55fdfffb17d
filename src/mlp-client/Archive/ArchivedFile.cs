namespace Mlp;

/// <summary>One file inside a parameters archive.</summary>
/// <param name="Path">Relative to the parameters folder, with <c>/</c> between its parts.</param>
/// <param name="Offset">Where its bytes begin in the archive.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record ArchivedFile(string Path, long Offset, long Length);
