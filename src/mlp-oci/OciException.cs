using System.Net;

namespace Mlp.Oci;

/// <summary>The one exception of this library: what went wrong, with which value, and what to do about it.</summary>
/// <param name="code">Stable: one of <see cref="OciErrors"/>.</param>
/// <param name="message">The fact.</param>
/// <param name="value">The offending value.</param>
/// <param name="remedy">The next action.</param>
/// <param name="innerException">What caused it.</param>
public sealed class OciException(string code, string message, string? value = null, string? remedy = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary><c>MLP8</c> and three digits; listed in the documentation of errors.</summary>
    public string Code { get; } = code;

    /// <summary>The offending value, where there is one.</summary>
    public string? Value { get; } = value;

    /// <summary>What to do, where something can be done.</summary>
    public string? Remedy { get; } = remedy;

    /// <summary>The HTTP status, where a registry or an engine answered.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Whether the same request may succeed a moment later.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>How long the registry asks to wait before the next try.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
