namespace Mlp;

/// <summary>What an archive holds.</summary>
/// <param name="Files">Its files, by path.</param>
/// <param name="Folders">Its folders, parents first, relative to the parameters folder.</param>
internal sealed record ArchiveIndex(IReadOnlyList<ArchivedFile> Files, IReadOnlyList<string> Folders);
