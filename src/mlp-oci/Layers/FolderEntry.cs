namespace Mlp.Oci;

/// <summary>An entry of a layer's tar.</summary>
/// <param name="Name">Its name, a folder's with '/' at its end.</param>
/// <param name="Source">The file with its bytes, or null for a folder.</param>
/// <param name="Length">How many bytes.</param>
internal sealed record FolderEntry(string Name, string? Source, long Length);
