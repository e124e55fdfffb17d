namespace Mlp.Cli.Hooks;

/// <summary>What a push did to one tag, as git tells its hook: the object before, the object after, the name.</summary>
/// <param name="Before">Null where the tag is new.</param>
/// <param name="After">Null where it was deleted.</param>
/// <param name="Tag">Its name.</param>
internal sealed record PushedRef(string? Before, string? After, string Tag)
{
    private const string Folder = "refs/tags/";

    /// <summary>The tags among what was pushed. What has no end of line was cut, and may be part of another name.</summary>
    public static IReadOnlyList<PushedRef> ParseAll(string lines) => [.. lines.Split('\n').SkipLast(1).Select(Parse).OfType<PushedRef>()];

    private static PushedRef? Parse(string line) => line.Split(' ', 3) is [var before, var after, var name] && name.StartsWith(Folder, StringComparison.Ordinal)
        ? new(Object(before), Object(after), name[Folder.Length..])
        : null;

    // All zeros stand for none, as many as ids have digits.
    private static string? Object(string id) => id.AsSpan().ContainsAnyExcept('0') ? id : null;
}
