namespace Mlp;

/// <summary>
/// Which version of parameters is meant: a certain one, as in <c>new ParametersVersion(1, 4)</c>, or <see cref="Auto"/>. It is not a version
/// that may be null, so that a text that was no version (<see cref="ParametersVersion.TryParse"/>) is never taken for AUTO.
/// </summary>
public readonly record struct ParametersVersionChoice
{
    private ParametersVersionChoice(ParametersVersion version) => Version = version;

    /// <summary>The registry chooses: it generates the version when publishing, and takes the latest that fits when using.</summary>
    public static ParametersVersionChoice Auto => default;

    /// <summary>The version, or null where the registry chooses.</summary>
    public ParametersVersion? Version { get; }

    /// <summary>A certain version.</summary>
    /// <exception cref="MlpException">It is null.</exception>
    public static ParametersVersionChoice FromParametersVersion(ParametersVersion version) => version is null
        ? throw new MlpException(ClientErrors.InvalidArgument, "the version of parameters is null, which is not AUTO", remedy: "read it with ParametersVersion.Parse, or leave the choice to the registry with Client.Auto")
        : new(version);

    /// <summary>A certain version.</summary>
    public static implicit operator ParametersVersionChoice(ParametersVersion version) => FromParametersVersion(version);

    /// <summary>The version, or <c>auto</c>.</summary>
    public override string ToString() => Version?.ToString() ?? "auto";
}
