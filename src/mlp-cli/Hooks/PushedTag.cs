namespace Mlp.Cli.Hooks;

/// <summary>A version tag that was pushed.</summary>
/// <param name="Name">The tag.</param>
/// <param name="Commit">What it names.</param>
/// <param name="Version">Of its project.</param>
/// <param name="Project">The folder of that project, from the top of the repository.</param>
/// <param name="MovedFrom">What it named before; null where it is new.</param>
/// <param name="Failure">Why it cannot be released, where that is known already.</param>
internal sealed record PushedTag(string Name, string Commit, TypeVersion? Version, string Project, string? MovedFrom, ReleaseFailure? Failure = null);
