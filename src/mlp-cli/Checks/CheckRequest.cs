namespace Mlp.Cli.Checks;

/// <summary>What is checked; null where it follows from where the command runs.</summary>
internal sealed record CheckRequest(string? Tag, string? Project, string? Registry, string? Feed, bool Fix);
