namespace Mlp.Server.Hosting;

/// <summary>
/// Marks a route that is asked thousands of times per second: a token's verdict holds for a moment, and what was answered well is counted, but not told
/// line by line.
/// </summary>
internal sealed record AskedOften;
