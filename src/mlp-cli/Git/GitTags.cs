namespace Mlp.Cli.Git;

/// <summary>The tags of a clone, each with the commit that it names: directly, or through a tag object.</summary>
internal sealed class GitTags
{
    private const string Folder = "refs/tags/";
    private const string Peeled = "^{}";
    private readonly Dictionary<string, string> _commits;
    private readonly bool _isShallow;

    private GitTags(Dictionary<string, string> commits, bool isShallow) => (_commits, _isShallow) = (commits, isShallow);

    /// <summary>Whether tags may exist that this clone does not have: it was made without history or without tags.</summary>
    public bool MayBeIncomplete => _isShallow || _commits.Count == 0;

    /// <summary>The tags that name a commit, in ordinal order.</summary>
    public IReadOnlyList<string> At(Commit commit) =>
        [.. _commits.Where(tag => tag.Value == commit.Id).Select(tag => tag.Key).Order(StringComparer.Ordinal)];

    /// <summary>What a tag names; null where this clone has no such tag.</summary>
    public string? CommitOf(string tag) => _commits.GetValueOrDefault(tag);

    /// <summary>Reads <c>git show-ref --tags --dereference</c>.</summary>
    public static GitTags Parse(string references, bool isShallow)
    {
        var commits = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in references.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (id, name) = line.Split(' ', 2) is [var first, var second] && second.StartsWith(Folder, StringComparison.Ordinal)
                ? (first, second[Folder.Length..])
                : throw GitErrors.Unreadable("show-ref", line);

            // What a tag object leads to is told behind it, and counts.
            commits[name.EndsWith(Peeled, StringComparison.Ordinal) ? name[..^Peeled.Length] : name] = id;
        }

        return new(commits, isShallow);
    }
}
