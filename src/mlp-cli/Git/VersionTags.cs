namespace Mlp.Cli.Git;

/// <summary>Which version a commit is of one project: the tags with the project's prefix say so, and nothing else does.</summary>
/// <param name="head">The commit that is checked out.</param>
/// <param name="tags">The tags of the clone.</param>
/// <param name="prefix">What the project's tags begin with; empty where <c>v1.2.3</c> and <c>1.2.3</c> are versions.</param>
internal sealed class VersionTags(Commit head, GitTags tags, string prefix)
{
    /// <summary>The highest version among the tags of HEAD. What the CI run is for must be the same version.</summary>
    public VersionTag Highest(CiRun? ci)
    {
        // One version may have two tags, v1.2.3 and 1.2.3: the last in ordinal order is the one with the v.
        var highest = tags.At(head).Select(Read).OfType<VersionTag>()
            .OrderBy(tag => tag.Version).ThenBy(tag => tag.Name, StringComparer.Ordinal).LastOrDefault() ?? throw NoVersion();
        return ci?.Tag is { } named && Read(named) is { } expected && expected.Version != highest.Version
            ? throw GitErrors.CiMeansAnotherVersion(ci.Forge, named, highest.Name)
            : highest;
    }

    /// <summary>The tag that was asked for, which has to exist and to name HEAD.</summary>
    public VersionTag Named(string name)
    {
        var tag = Parse(name);
        var commit = tags.CommitOf(name) ?? throw GitErrors.UnknownTag(name, head, tags.MayBeIncomplete);
        return commit == head.Id ? tag : throw GitErrors.TagElsewhere(name, commit, head);
    }

    /// <summary>The tag that HEAD is to get; where it exists already, it has to name HEAD.</summary>
    public VersionTag Planned(string name) => tags.CommitOf(name) is null ? Parse(name) : Named(name);

    private VersionTag Parse(string name) =>
        Read(name) ?? throw (HasBuildMetadata(name) ? GitErrors.BuildMetadata(name) : GitErrors.NoVersionTag(name, prefix));

    private VersionTag? Read(string name) => ReleaseTag.Version(name, prefix) is { } version ? new(name, version) : null;

    private CommandFailedException NoVersion()
    {
        var here = tags.At(head);
        return here.FirstOrDefault(HasBuildMetadata) is { } withMetadata ? GitErrors.BuildMetadata(withMetadata)
            : tags.MayBeIncomplete ? GitErrors.TagsNotFetched(head, prefix)
            : GitErrors.Untagged(head, here, prefix);
    }

    private bool HasBuildMetadata(string name)
    {
        var plus = name.IndexOf('+', Math.Min(prefix.Length, name.Length));
        return plus >= 0 && Read(name[..plus]) is not null;
    }
}
