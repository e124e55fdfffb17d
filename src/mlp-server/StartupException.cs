namespace Mlp.Server;

/// <summary>The registry cannot start, for a reason that its operator can mend.</summary>
public sealed class StartupException(string fact, string remedy) : Exception($"{fact}; {remedy}")
{
    /// <summary>The code of all of them.</summary>
    public const string Code = "MLP5004";

    /// <summary>What is so.</summary>
    public string Fact { get; } = fact;

    /// <summary>What to do.</summary>
    public string Remedy { get; } = remedy;
}
