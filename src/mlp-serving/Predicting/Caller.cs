using System.Diagnostics;

namespace Mlp.Serving.Predicting;

/// <summary>Who waits for a prediction.</summary>
/// <param name="Arrived">When the request came, by <see cref="Stopwatch"/>.</param>
/// <param name="Session">The session's id, or null.</param>
/// <param name="Gone">Is set when nobody waits any more.</param>
internal readonly record struct Caller(long Arrived, string? Session, Ct Gone);
