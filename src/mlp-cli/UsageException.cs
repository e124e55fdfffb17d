namespace Mlp.Cli;

/// <summary>The command was called in a way that it does not understand or does not allow.</summary>
internal sealed class UsageException(string fact, string? value, string remedy) : Exception(fact)
{
    public const string Code = "MLP7001";

    public string? Value { get; } = value;

    public string Remedy { get; } = remedy;
}
