namespace Mlp.Cli.Git;

/// <summary>A commit: what it is called, what it holds, and when it was made.</summary>
/// <param name="Id">40 hexadecimal digits, or 64 in a SHA-256 repository.</param>
/// <param name="Tree">The id of its tree.</param>
/// <param name="Time">The committer's time, in UTC.</param>
internal sealed record Commit(string Id, string Tree, DateTimeOffset Time);
