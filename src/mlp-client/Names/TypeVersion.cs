using System.Globalization;

namespace Mlp;

/// <summary>The version of a model type, from a git tag: SemVer 2 without build metadata.</summary>
public sealed record TypeVersion : IComparable<TypeVersion>
{
    private const int MaxLength = 128;

    private TypeVersion(int major, int minor, int patch, string? prerelease) =>
        (Major, Minor, Patch, Prerelease) = (major, minor, patch, prerelease);

    /// <summary>Grows when parameters of before no longer fit.</summary>
    public int Major { get; }

    /// <summary>Grows with what is new.</summary>
    public int Minor { get; }

    /// <summary>Grows with what is mended.</summary>
    public int Patch { get; }

    /// <summary>What stands behind the dash of a pre-release, else null.</summary>
    public string? Prerelease { get; }

    /// <summary>A pre-release is never the latest unless asked for.</summary>
    public bool IsPrerelease => Prerelease is not null;

    /// <summary>Text whose ordinal order is the order of versions: databases sort by it.</summary>
    public string SortKey => string.Create(CultureInfo.InvariantCulture, $"{Major:D9}.{Minor:D9}.{Patch:D9}.{PrereleaseKey}");

    // '!' sorts before every character of an identifier and '~' behind all, numbers ("0") before words ("1").
    private string PrereleaseKey => Prerelease is null
        ? "~"
        : string.Join('!', Prerelease.Split('.').Select(id => IsNumber(id) ? $"0{id.Length:D3}{id}" : $"1{id}"));

    /// <summary>Reads <c>1.2.3</c> or <c>1.2.3-rc.1</c>; answers null for all else, build metadata and numbers of more than nine digits included.</summary>
    public static TypeVersion? TryParse(string? text)
    {
        if (text is null || text.Length > MaxLength)
        {
            return null;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? text : text[..dash]).Split('.');
        var prerelease = dash < 0 ? null : text[(dash + 1)..];
        return numbers is [var major, var minor, var patch]
            && VersionNumber.TryParse(major) is { } a
            && VersionNumber.TryParse(minor) is { } b
            && VersionNumber.TryParse(patch) is { } c
            && (prerelease is null || prerelease.Split('.').All(IsIdentifier))
                ? new(a, b, c, prerelease)
                : null;
    }

    /// <summary>Reads a version that has to be one.</summary>
    /// <exception cref="MlpException">The text is none.</exception>
    public static TypeVersion Parse(string text) => TryParse(text)
        ?? throw new MlpException(ClientErrors.InvalidArgument, $"'{text}' is no version of a model type", text, "give MAJOR.MINOR.PATCH as in 1.6.0 or 1.6.0-rc.1, numbers of up to nine digits without leading zeros, no build metadata");

    /// <inheritdoc />
    public int CompareTo(TypeVersion? other) => other is null ? 1 : string.CompareOrdinal(SortKey, other.SortKey);

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}{(Prerelease is null ? "" : "-" + Prerelease)}");

    /// <summary>Earlier than.</summary>
    public static bool operator <(TypeVersion left, TypeVersion right) => left.CompareTo(right) < 0;

    /// <summary>Earlier than, or the same.</summary>
    public static bool operator <=(TypeVersion left, TypeVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Later than.</summary>
    public static bool operator >(TypeVersion left, TypeVersion right) => left.CompareTo(right) > 0;

    /// <summary>Later than, or the same.</summary>
    public static bool operator >=(TypeVersion left, TypeVersion right) => left.CompareTo(right) >= 0;

    private static bool IsIdentifier(string text) =>
        text.Length > 0
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && !(IsNumber(text) && text.Length > 1 && text[0] == '0');

    private static bool IsNumber(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
