namespace Mlp.Cli;

/// <summary>A command could not do what it was asked: what went wrong, with which value, and what to do about it.</summary>
internal sealed class CommandFailedException(string code, string fact, string? value, string remedy, Exception? cause = null) : Exception(fact, cause)
{
    public string Code { get; } = code;

    public string? Value { get; } = value;

    public string Remedy { get; } = remedy;
}
