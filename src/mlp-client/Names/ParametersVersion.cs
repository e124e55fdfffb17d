using System.Globalization;

namespace Mlp;

/// <summary>The version of parameters: MAJOR.MINOR.</summary>
/// <param name="Major">The major of the model type version that the parameters were published from.</param>
/// <param name="Minor">Counts the publications within the major.</param>
public sealed record ParametersVersion(int Major, int Minor) : IComparable<ParametersVersion>
{
    /// <summary>Reads <c>1.4</c>; answers null where the text is no such version (signs, leading zeros, more parts and more than nine digits included).</summary>
    public static ParametersVersion? TryParse(string? text)
    {
        var parts = text?.Split('.');
        return parts is [var major, var minor] && VersionNumber.TryParse(major) is { } a && VersionNumber.TryParse(minor) is { } b ? new(a, b) : null;
    }

    /// <summary>Reads a version that has to be one.</summary>
    /// <exception cref="MlpException">The text is none.</exception>
    public static ParametersVersion Parse(string text) => TryParse(text)
        ?? throw new MlpException(ClientErrors.InvalidArgument, $"'{text}' is no version of parameters", text, "give MAJOR.MINOR as in 1.4, numbers of up to nine digits without leading zeros");

    /// <inheritdoc />
    public int CompareTo(ParametersVersion? other) =>
        other is null ? 1 : (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    /// <summary>Earlier than.</summary>
    public static bool operator <(ParametersVersion left, ParametersVersion right) => left.CompareTo(right) < 0;

    /// <summary>Earlier than, or the same.</summary>
    public static bool operator <=(ParametersVersion left, ParametersVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Later than.</summary>
    public static bool operator >(ParametersVersion left, ParametersVersion right) => left.CompareTo(right) > 0;

    /// <summary>Later than, or the same.</summary>
    public static bool operator >=(ParametersVersion left, ParametersVersion right) => left.CompareTo(right) >= 0;
}
