namespace Mlp;

/// <summary>From a git tag to the version it stands for.</summary>
public static class ReleaseTag
{
    /// <summary>
    /// The version that <paramref name="tag"/> stands for in a project with this tag prefix: <c>v1.2.3</c> and <c>1.2.3</c>
    /// without one, <c>awake/v1.2.3</c> with <c>awake/v</c> or <c>awake/</c>. Null where it stands for none.
    /// </summary>
    public static TypeVersion? Version(string tag, string prefix)
    {
        if (!tag.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = tag[prefix.Length..];
        var endsWithLetter = prefix.Length > 0 && char.IsLetterOrDigit(prefix[^1]);
        return TypeVersion.TryParse(!endsWithLetter && rest.StartsWith('v') ? rest[1..] : rest);
    }
}
