using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Mlp.Oci;

/// <summary>Names an image: registry, repository, and a tag, a digest or both. Reads what Docker reads, with its defaults.</summary>
public sealed partial record ImageReference
{
    private const string DockerHub = "docker.io";
    private const int LongestRepository = 255;
    private const int LongestReference = 1000;

    private ImageReference(string registry, string repository, string? tag, OciDigest? digest) =>
        (Registry, Repository, Tag, Digest) = (registry, repository, tag, digest);

    /// <summary>The host, with its port if one is given; <c>docker.io</c> where none is.</summary>
    public string Registry { get; }

    /// <summary>The path within the registry; Docker Hub's own images lie in <c>library/</c>.</summary>
    public string Repository { get; }

    /// <summary>The tag; <c>latest</c> where neither tag nor digest was given, none where there is a digest alone.</summary>
    public string? Tag { get; }

    /// <summary>The digest, which decides where there is one.</summary>
    public OciDigest? Digest { get; }

    /// <summary>Registry and repository, without tag or digest.</summary>
    public string Name => $"{Registry}/{Repository}";

    /// <summary>What a registry is asked for: the digest, else the tag.</summary>
    internal string TagOrDigest => Digest?.ToString() ?? Tag!;

    /// <summary>Where the registry's protocol is spoken, which for Docker Hub is another host.</summary>
    internal string ApiHost => Registry == DockerHub ? "registry-1.docker.io" : Registry;

    /// <summary>Reads a reference; what is none is an <see cref="OciException"/>.</summary>
    public static ImageReference Parse(string text) => TryParse(text, out var reference)
        ? reference
        : throw new OciException(OciErrors.InvalidReference, $"'{text}' is no image reference", text,
            "write host[:port]/path[:tag][@sha256:…], the path in lower-case letters and digits with single '.', '_', '__' or '-' between them");

    /// <summary>Reads a reference, or says that it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        var match = Grammar().Match(text is { Length: <= LongestReference } ? text : "");
        if (!match.Success || !IsDigest(match.Groups["digest"], out var digest))
        {
            return false;
        }

        var (registry, repository) = Split(match.Groups["name"].Value);
        if (!Host().IsMatch(registry) || !Path().IsMatch(repository) || repository.Length > LongestRepository)
        {
            return false;
        }

        var tag = match.Groups["tag"] is { Success: true } given ? given.Value : digest is null ? "latest" : null;
        reference = new(registry, repository, tag, digest);
        return true;
    }

    /// <summary>The same repository with another tag.</summary>
    public ImageReference WithTag(string tag) => Parse($"{Name}:{tag}");

    /// <summary>The same repository with a digest alone.</summary>
    public ImageReference WithDigest(OciDigest digest) => new(Registry, Repository, null, digest);

    /// <summary>The full reference, with nothing left to defaults.</summary>
    public override string ToString() => $"{Name}{(Tag is null ? "" : $":{Tag}")}{(Digest is null ? "" : $"@{Digest}")}";

    /// <summary>Whether the text is a tag.</summary>
    internal static bool IsTag(string text) => Tags().IsMatch(text);

    // The first part is a host only if it looks like one: what else would tell 'team/model' from 'host/model'?
    private static (string Registry, string Repository) Split(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        var isHost = first is "localhost" || first.AsSpan().IndexOfAny(".:") >= 0 || first.Any(char.IsAsciiLetterUpper);
        var (registry, repository) = isHost ? (first.ToLowerInvariant(), name[(slash + 1)..]) : (DockerHub, name);
        registry = registry is "index.docker.io" or "registry-1.docker.io" ? DockerHub : registry;
        return (registry, registry == DockerHub && !repository.Contains('/', StringComparison.Ordinal) ? $"library/{repository}" : repository);
    }

    private static bool IsDigest(Group text, out OciDigest? digest)
    {
        digest = null;
        return !text.Success || OciDigest.TryParse(text.Value, out digest);
    }

    [GeneratedRegex(@"\A(?<name>[^@\s]+?)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>[^@\s]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Path();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tags();
}
