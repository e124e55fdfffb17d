namespace Mlp.Cli.Git;

/// <summary>A tag, and the version that it stands for in its project.</summary>
internal sealed record VersionTag(string Name, TypeVersion Version);
