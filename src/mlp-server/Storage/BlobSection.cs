namespace Mlp.Server.Storage;

/// <summary>A part of stored bytes.</summary>
internal readonly record struct BlobSection(long Offset, long Length);
