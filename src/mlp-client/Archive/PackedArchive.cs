namespace Mlp;

/// <summary>What a folder was packed to.</summary>
/// <param name="Digest">The archive's sha256: the blob's digest, the layer's digest and its diff id at once.</param>
/// <param name="Size">The archive's length in bytes.</param>
/// <param name="Files">How many files it holds.</param>
public sealed record PackedArchive(Digest Digest, long Size, int Files);
