using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Mlp.Server;

/// <summary>Reads what comes from outside into what the inside works with, or refuses it.</summary>
internal static partial class Input
{
    public const int MaxMetadata = 64;
    public const int MaxMetadataValue = 1024;
    public const int MaxDescription = 4000;

    public static Name Name(string? text) =>
        Mlp.Name.TryParse(text) ?? throw new Refusal(
            ErrorCode.InvalidName, $"'{text}' is not a name", text,
            "use lower-case letters and digits, beginning with a letter, with single '.', '_' or '-' between them, 1 to 128 characters");

    public static TypeVersion TypeVersion(string? text) =>
        Mlp.TypeVersion.TryParse(text) ?? throw new Refusal(
            ErrorCode.InvalidVersion, $"'{text}' is not the version of a model type", text, "give MAJOR.MINOR.PATCH as in 1.6.0, or a pre-release as in 1.6.0-rc.1, numbers of up to nine digits without leading zeros; build metadata is not allowed");

    public static ParametersVersion ParametersVersion(string? text) =>
        Mlp.ParametersVersion.TryParse(text) ?? throw new Refusal(
            ErrorCode.InvalidVersion, $"'{text}' is not the version of parameters", text, "give MAJOR.MINOR as in 1.4, numbers of up to nine digits without leading zeros");

    public static Digest Digest(string? text) =>
        Mlp.Digest.TryParse(text) ?? throw new Refusal(
            ErrorCode.InvalidDigest, $"'{text}' is not a digest", text, "give 'sha256:' and 64 lower-case hexadecimal digits");

    public static ProjectId Project(string? text) =>
        ProjectId.TryParse(text) ?? throw new Refusal(
            ErrorCode.InvalidProject, $"'{text}' is not a project id", text,
            "give host/path of the repository without scheme, user and '.git', with '#prefix' where its tags have a prefix");

    public static DateTimeOffset Time(string text, string field) => ZonedTime.TryParse(text) ?? throw Bad(field, text, ZonedTime.Remedy);

    public static string ObjectId(string? text, string field) =>
        text is { Length: 40 or 64 } && Hex().IsMatch(text) ? text : throw Bad(field, text, "give git's full object id, 40 or 64 lower-case hexadecimal digits");

    public static bool IsText([NotNullWhen(true)] string? text, int longest) =>
        text is { Length: > 0 } && text.Length <= longest && !text.Any(char.IsControl);

    /// <summary>Free text of a bounded length, without control characters.</summary>
    public static string Text(string? text, string field, int longest) =>
        IsText(text, longest)
            ? text
            : throw Bad(field, text, $"give 1 to {longest} characters on one line");

    public static string? OptionalText(string? text, string field, int longest) => text is null ? null : Text(text, field, longest);

    public static bool IsDescription(string? text) =>
        text is null || (text.Length <= MaxDescription && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')));

    /// <summary>Free text that may have line breaks.</summary>
    public static string? Description(string? text) =>
        IsDescription(text) ? text : throw Bad("description", text, $"give at most {MaxDescription} characters without control characters");

    public static bool IsMetadataKey([NotNullWhen(true)] string? key) => key is { Length: >= 1 and <= 128 } && char.IsAsciiLetterOrDigit(key[0])
        && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/');

    public static IReadOnlyDictionary<string, string> Metadata(IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null)
        {
            return new Dictionary<string, string>();
        }

        if (metadata.Count > MaxMetadata)
        {
            throw Bad("metadata", $"{metadata.Count} keys", $"give at most {MaxMetadata} keys");
        }

        foreach (var (key, value) in metadata)
        {
            _ = IsMetadataKey(key) ? key : throw Bad("metadata", key, "a key has 1 to 128 letters, digits and '.', '_', '-', '/', beginning with a letter or digit");
            _ = Text(value, $"metadata.{key}", MaxMetadataValue);
        }

        return metadata;
    }

    /// <summary>An element of a list, where null would be legal JSON.</summary>
    public static T Item<T>(T? item, string list, int index)
        where T : class =>
        item ?? throw new Refusal(ErrorCode.MalformedRequest, "a list holds null", $"$.{list}[{index}]", "leave the element out");

    /// <summary>Where something can be reached: pages make links of it.</summary>
    public static string? OptionalWebAddress(string? text, string field, int longest)
    {
        if (OptionalText(text, field, longest) is null)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw Bad(field, text, "give an http or https address");
        }

        return address.UserInfo.Length == 0
            ? text
            : throw Bad(field, address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped), "leave user and password out");
    }

    public static T OneOf<T>(T value, string field, params T[] allowed) =>
        allowed.Contains(value) ? value : throw Bad(field, value?.ToString(), $"give one of: {string.Join(", ", allowed)}");

    public static Refusal Bad(string field, string? value, string remedy) =>
        new(ErrorCode.InvalidValue, $"'{field}' is not allowed as it is", value, remedy);

    public static Refusal NotFound(string what, string value, string remedy) =>
        new(ErrorCode.NotFound, $"there is no {what} '{value}'", value, remedy);

    [GeneratedRegex(@"^[0-9a-f]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hex();
}
