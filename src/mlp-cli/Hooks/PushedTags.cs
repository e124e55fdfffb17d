using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Hooks;

/// <summary>Finds out which of the pushed tags are versions, and of which project.</summary>
internal sealed class PushedTags(BareRepository repository, Action<string> tell)
{
    private readonly Dictionary<string, Workspace> _workspaces = new(StringComparer.Ordinal);

    /// <summary>The version tags that are there now, in the order of their versions. What is to be known of the others is told.</summary>
    public async Task<IReadOnlyList<PushedTag>> Find(IReadOnlyList<PushedRef> pushed, Ct ct)
    {
        var tags = new List<PushedTag>();
        foreach (var each in pushed)
        {
            if (await Find(each, ct) is { } tag)
            {
                tags.Add(tag);
            }
        }

        return [.. tags.OrderBy(tag => tag.Version?.SortKey, StringComparer.Ordinal).ThenBy(tag => tag.Name, StringComparer.Ordinal)];
    }

    private async Task<PushedTag?> Find(PushedRef pushed, Ct ct)
    {
        var before = pushed.Before is null ? null : await repository.CommitOf(pushed.Before, ct);
        if (pushed.After is null)
        {
            if (LooksLikeVersion(pushed.Tag))
            {
                tell($"{pushed.Tag} was deleted; what was registered from it stays registered, as versions always do");
            }

            return null;
        }

        if (await repository.CommitOf(pushed.After, ct) is not { } commit)
        {
            if (LooksLikeVersion(pushed.Tag))
            {
                tell($"{pushed.Tag} names no commit; it is not released");
            }

            return null;
        }

        return await Find(pushed.Tag, commit, before == commit ? null : before, ct);
    }

    private async Task<PushedTag?> Find(string tag, string commit, string? movedFrom, Ct ct)
    {
        try
        {
            var workspace = await WorkspaceAt(commit, ct);
            if (workspace.ByTag(tag) is { } project)
            {
                return new(tag, commit, ReleaseTag.Version(tag, project.TagPrefix), workspace.Name(project), movedFrom);
            }

            if (LooksLikeVersion(tag))
            {
                tell($"{tag} is a version of no project; their tags are {string.Join(", ", workspace.Projects.Select(each => $"{(each.TagPrefix.Length == 0 ? "v" : each.TagPrefix)}1.2.3"))}");
            }

            return null;
        }
        catch (CommandFailedException e) when (LooksLikeVersion(tag))
        {
            return new(tag, commit, null, ".", movedFrom, new(e.Code, e.Message, e.Remedy));
        }
    }

    private async Task<Workspace> WorkspaceAt(string commit, Ct ct) =>
        _workspaces.TryGetValue(commit, out var known) ? known : _workspaces[commit] = await repository.WorkspaceAt(commit, ct);

    // Whatever stands before it may be the prefix of some project.
    private static bool LooksLikeVersion(string tag) =>
        Enumerable.Range(0, tag.Length).Any(start => (start == 0 || !char.IsAsciiDigit(tag[start - 1])) && TypeVersion.TryParse(tag[start..]) is not null);
}
