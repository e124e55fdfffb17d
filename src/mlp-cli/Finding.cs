namespace Mlp.Cli;

/// <summary>Something that a check found: what is wrong, where, and what to do about it.</summary>
/// <param name="Code">Its entry in docs/errors.md.</param>
/// <param name="Severity">Whether it stands in the way of a release.</param>
/// <param name="Fact">What is wrong, with the value.</param>
/// <param name="Place">Where: a file, and what in it.</param>
/// <param name="Remedy">The next action.</param>
internal sealed record Finding(string Code, Severity Severity, string Fact, string Place, string Remedy);

internal enum Severity
{
    /// <summary>A release goes on.</summary>
    Warning,

    /// <summary>No release until it is corrected.</summary>
    Error,
}
