namespace Mlp.Server.Parameters;

/// <summary>Uploaded parameters and their files.</summary>
internal sealed record Content(Digest Digest, long Size, IReadOnlyList<ArchivedFile> Files);
