namespace Mlp.Cli.Git;

/// <summary>What a forge's CI says about the run that the command is part of. It confirms what git says, and never replaces it.</summary>
/// <param name="Forge">Whose CI it is, for people.</param>
internal sealed record CiRun(string Forge)
{
    /// <summary>The tag that the run is for; null for a run of a branch.</summary>
    public string? Tag { get; init; }

    public string? Commit { get; init; }

    public string? ProjectUrl { get; init; }

    /// <summary>Where the CI checked the project out.</summary>
    public string? Folder { get; init; }

    /// <summary>This run if it speaks of that work tree; null where the CI checked its project out elsewhere: a submodule, or another repository, has tags and commits of its own.</summary>
    public CiRun? SpeakingOf(DirectoryInfo top) =>
        Folder is null || Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)) == Path.TrimEndingDirectorySeparator(top.FullName) ? this : null;

    /// <summary>Refuses a checkout that is not what the run is for.</summary>
    public void Confirm(Commit head, GitTags tags)
    {
        if (Commit is not null && !string.Equals(Commit, head.Id, StringComparison.OrdinalIgnoreCase))
        {
            throw GitErrors.CiHasAnotherCommit(Forge, Commit, head);
        }

        if (Tag is null)
        {
            return;
        }

        var named = tags.CommitOf(Tag) ?? throw GitErrors.CiTagNotHere(Forge, Tag, head, tags.At(head));
        if (named != head.Id)
        {
            throw GitErrors.CiTagElsewhere(Forge, Tag, named, head, tags.At(head));
        }
    }
}
