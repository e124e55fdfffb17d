namespace Mlp.Server.Compatibility;

/// <summary>The version that AUTO stands for (the rule of parameters' versions).</summary>
internal abstract record NextVersion
{
    /// <param name="major">The major of the model type version in use.</param>
    /// <param name="highestOfMajor">The highest existing version of that major.</param>
    /// <param name="highest">The highest existing version of all.</param>
    public static NextVersion After(int major, ParametersVersion? highestOfMajor, ParametersVersion? highest) =>
        (highestOfMajor, highest) switch
        {
            ({ } last, _) => new Generated(last with { Minor = last.Minor + 1 }),
            (null, { } higher) when higher.Major > major => new Ambiguous(new(major, 0), higher with { Minor = higher.Minor + 1 }),
            _ => new Generated(new(major, 0)),
        };

    public sealed record Generated(ParametersVersion Version) : NextVersion;

    /// <summary>Both would do; only the publisher knows which is meant.</summary>
    public sealed record Ambiguous(ParametersVersion OfThisMajor, ParametersVersion AfterTheHighest) : NextVersion;
}
