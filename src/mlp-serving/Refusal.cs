namespace Mlp.Serving;

/// <summary>What was asked for is refused: the fact, the value or the place of it, and the next action.</summary>
internal sealed class Refusal(ErrorCode code, string fact, string? value = null, string? remedy = null, Exception? cause = null)
    : Exception(fact, cause)
{
    public ErrorCode Code { get; } = code;

    /// <summary>What was wrong; of a body, where, as a JSON path.</summary>
    public string? Value { get; } = value;

    public string? Remedy { get; } = remedy;

    /// <summary>The same, said of a place within: <c>$.a</c> below <c>$[3]</c> is <c>$[3].a</c>.</summary>
    public Refusal Below(string path) =>
        new(Code, Message, path + (Value is ['$', .. var rest] ? rest : Value is null ? "" : "." + Value), Remedy, InnerException);
}
