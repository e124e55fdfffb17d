namespace Mlp.Server.Access;

/// <param name="KeptIn">The file that a server keeps its own token in; null for tokens that people asked for.</param>
internal sealed record NewToken(string Name, Role Role, string? Project, DateTimeOffset? ExpiresAt, string? KeptIn = null);
