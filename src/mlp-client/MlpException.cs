namespace Mlp;

/// <summary>The one exception of this library: what went wrong, with which value, and what to do about it.</summary>
/// <param name="code">Stable: <c>MLP</c> and four digits. Codes from 6000 are the client's own, all others the registry's.</param>
/// <param name="message">The fact.</param>
/// <param name="value">The offending value.</param>
/// <param name="remedy">The next action.</param>
/// <param name="innerException">What caused it.</param>
public class MlpException(string code, string message, string? value = null, string? remedy = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary><c>MLP</c> and four digits; listed in the documentation of errors.</summary>
    public string Code { get; } = code;

    /// <summary>The offending value, where there is one.</summary>
    public string? Value { get; } = value;

    /// <summary>What to do, where something can be done.</summary>
    public string? Remedy { get; } = remedy;

    /// <summary>The HTTP status, where the registry answered.</summary>
    public int? Status { get; init; }

    /// <summary>Finds the request in the registry's log.</summary>
    public string? TraceId { get; init; }

    /// <summary>Answers to choose from, where the remedy is a choice: the versions that would settle an ambiguous one, or those that are registered.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether the same request may succeed a moment later.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>Whether it is certain that the registry did nothing of what was asked.</summary>
    internal bool NothingWasDone { get; init; }

    /// <summary>How long the registry asks to wait before the next try.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Nobody answered, or only to say that it cannot now: what is in the cache may serve.</summary>
    internal bool IsOffline => Code is ClientErrors.Unreachable or ClientErrors.ToolNotFound or ClientErrors.EmbeddedNotStarted || Status is 502 or 503 or 504;
}
