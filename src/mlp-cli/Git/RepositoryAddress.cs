using System.Text.RegularExpressions;

namespace Mlp.Cli.Git;

/// <summary>Where a repository lies, without the way there: no scheme, user, password, port or <c>.git</c>.</summary>
/// <param name="Host">In lower case.</param>
/// <param name="Path">Without slashes at its ends.</param>
internal sealed partial record RepositoryAddress(string Host, string Path)
{
    private const string SchemeEnd = "://";
    private const string Suffix = ".git";
    private static readonly HashSet<string> Schemes = new(StringComparer.OrdinalIgnoreCase) { "https", "http", "ssh", "git", "git+ssh", "ssh+git", "ftp", "ftps" };

    /// <summary>Whether git would look on this machine: a path, or a file address.</summary>
    public static bool IsOnThisMachine(string url)
    {
        var (colon, slash) = (url.IndexOf(':', StringComparison.Ordinal), url.IndexOf('/', StringComparison.Ordinal));
        return url.StartsWith("file://", StringComparison.OrdinalIgnoreCase)
            || colon < 0
            || (slash >= 0 && slash < colon)
            || (colon == 1 && char.IsAsciiLetter(url[0]) && url.Length > 2 && url[2] is '/' or '\\');
    }

    /// <summary>Reads an address in one of git's forms; null for a path, and for what another program than git would have to reach.</summary>
    public static RepositoryAddress? TryParse(string url)
    {
        var scheme = url.IndexOf(SchemeEnd, StringComparison.Ordinal);
        return scheme >= 0
            ? Schemes.Contains(url[..scheme]) ? FromUrl(url[(scheme + SchemeEnd.Length)..]) : null
            : IsOnThisMachine(url) || ScpForm().Match(url) is not { Success: true } match ? null : From(match.Groups["host"].Value, match.Groups["path"].Value);
    }

    /// <summary>An address that may be shown: all that could be a user, a password or a token is gone.</summary>
    public static string Redacted(string url)
    {
        // Up to the last '@', although a path may have one: so a badly encoded password does not get through either.
        var scheme = url.IndexOf(SchemeEnd, StringComparison.Ordinal) is var end and >= 0 ? url[..(end + SchemeEnd.Length)] : "";
        var rest = url[scheme.Length..].Split('?', '#')[0];
        return scheme + rest[(rest.LastIndexOf('@') + 1)..];
    }

    private static RepositoryAddress? FromUrl(string rest) =>
        UrlForm().Match(rest) is { Success: true } match ? From(match.Groups["host"].Value, Uri.UnescapeDataString(match.Groups["path"].Value)) : null;

    private static RepositoryAddress? From(string host, string path)
    {
        var whole = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        var bare = (whole.EndsWith(Suffix, StringComparison.Ordinal) ? whole[..^Suffix.Length] : whole).TrimEnd('/');

        // Behind an '@' a badly encoded password could have its end, and '#' begins a tag prefix.
        return bare.Length == 0 || bare.Contains('@', StringComparison.Ordinal) || bare.Contains('#', StringComparison.Ordinal)
            ? null
            : new(LowerCase(host).TrimEnd('.'), bare);
    }

#pragma warning disable CA1308 // Lower case is what a project id has; nothing is compared.
    private static string LowerCase(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex(@"^(?:[^/]*@)?(?<host>[^/:@\[\]]+)(?::[0-9]*)?(?<path>/.+)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex UrlForm();

    // A port needs brackets here: host:22/path is the path 22/path.
    [GeneratedRegex(@"^(?:[^@/\[]+@)?(?:(?<host>[^/:@\[\]]+)|\[(?:[^@/\]]+@)?(?<host>[^/:@\[\]]+)(?::[0-9]+)?\]):(?<path>.+)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex ScpForm();
}
