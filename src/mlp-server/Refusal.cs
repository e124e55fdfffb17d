namespace Mlp.Server;

/// <summary>What the caller asked for is refused: the fact, the value and the next action.</summary>
internal sealed class Refusal(ErrorCode code, string fact, string? value = null, string? remedy = null) : Exception(fact)
{
    public ErrorCode Code { get; } = code;

    public string? Value { get; } = value;

    public string? Remedy { get; } = remedy;

    /// <summary>Where trying again helps: when.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where a range lies outside: how many bytes there are.</summary>
    public long? CompleteLength { get; init; }
}
