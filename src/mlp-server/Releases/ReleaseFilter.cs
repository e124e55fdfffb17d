namespace Mlp.Server.Releases;

/// <summary>Which releases to list; null is any.</summary>
internal sealed record ReleaseFilter(string? Project, string? Tag, string? State);
