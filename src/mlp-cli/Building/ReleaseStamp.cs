namespace Mlp.Cli.Building;

/// <summary>What a release writes into its assemblies and packages.</summary>
/// <param name="Version">The version of the tag.</param>
/// <param name="Commit">The commit that is built.</param>
/// <param name="CommitTime">When it was made; packages carry this time, so that they are the same each time.</param>
/// <param name="RepositoryUrl">Where the sources are, without user or password; null where nobody can look.</param>
internal sealed record ReleaseStamp(TypeVersion Version, string Commit, DateTimeOffset CommitTime, string? RepositoryUrl);
